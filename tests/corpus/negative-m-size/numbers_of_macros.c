/* Numbers in all spellings, behind the names of macros: the size of each module's state. */
#include <Python.h>

#define MINUS (-1)
#define SELF SELF
#define ONE TWO
#define TWO THREE
#define THREE 3
enum { ITEM = 5, NEXT };
#define V1 -1
static PyModuleDef b1 = {PyModuleDef_HEAD_INIT, "b1", NULL, V1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b1(void) { return PyModuleDef_Init(&b1); } //~ INIT011
#define V2 - -1
static PyModuleDef b2 = {PyModuleDef_HEAD_INIT, "b2", NULL, V2}; //~ INIT005
PyMODINIT_FUNC PyInit_b2(void) { return PyModuleDef_Init(&b2); }
#define V3 +1
static PyModuleDef b3 = {PyModuleDef_HEAD_INIT, "b3", NULL, V3}; //~ INIT005
PyMODINIT_FUNC PyInit_b3(void) { return PyModuleDef_Init(&b3); }
#define V4 ~0
static PyModuleDef b4 = {PyModuleDef_HEAD_INIT, "b4", NULL, V4}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b4(void) { return PyModuleDef_Init(&b4); }
#define V5 ~-1
static PyModuleDef b5 = {PyModuleDef_HEAD_INIT, "b5", NULL, V5}; //~ INIT005
PyMODINIT_FUNC PyInit_b5(void) { return PyModuleDef_Init(&b5); }
#define V6 !0 - 2
static PyModuleDef b6 = {PyModuleDef_HEAD_INIT, "b6", NULL, V6}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b6(void) { return PyModuleDef_Init(&b6); }
#define V7 !5 - 1
static PyModuleDef b7 = {PyModuleDef_HEAD_INIT, "b7", NULL, V7}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b7(void) { return PyModuleDef_Init(&b7); }
#define V8 !5 + 1
static PyModuleDef b8 = {PyModuleDef_HEAD_INIT, "b8", NULL, V8}; //~ INIT005
PyMODINIT_FUNC PyInit_b8(void) { return PyModuleDef_Init(&b8); }
#define V9 1 - 2
static PyModuleDef b9 = {PyModuleDef_HEAD_INIT, "b9", NULL, V9}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b9(void) { return PyModuleDef_Init(&b9); }
#define V10 2 - 1
static PyModuleDef b10 = {PyModuleDef_HEAD_INIT, "b10", NULL, V10}; //~ INIT005
PyMODINIT_FUNC PyInit_b10(void) { return PyModuleDef_Init(&b10); }
#define V11 3 * -1
static PyModuleDef b11 = {PyModuleDef_HEAD_INIT, "b11", NULL, V11}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b11(void) { return PyModuleDef_Init(&b11); }
#define V12 -4 / 2
static PyModuleDef b12 = {PyModuleDef_HEAD_INIT, "b12", NULL, V12}; //~ INIT005
PyMODINIT_FUNC PyInit_b12(void) { return PyModuleDef_Init(&b12); }
#define V13 4 / 2 - 3
static PyModuleDef b13 = {PyModuleDef_HEAD_INIT, "b13", NULL, V13}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b13(void) { return PyModuleDef_Init(&b13); }
#define V14 7 % 4 - 4
static PyModuleDef b14 = {PyModuleDef_HEAD_INIT, "b14", NULL, V14}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b14(void) { return PyModuleDef_Init(&b14); }
#define V15 7 % 4 - 3
static PyModuleDef b15 = {PyModuleDef_HEAD_INIT, "b15", NULL, V15}; //~ INIT005
PyMODINIT_FUNC PyInit_b15(void) { return PyModuleDef_Init(&b15); }
#define V16 4 / 0 - 1
static PyModuleDef b16 = {PyModuleDef_HEAD_INIT, "b16", NULL, V16}; //~ INIT005
PyMODINIT_FUNC PyInit_b16(void) { return PyModuleDef_Init(&b16); }
#define V17 4 % 0 - 1
static PyModuleDef b17 = {PyModuleDef_HEAD_INIT, "b17", NULL, V17}; //~ INIT005
PyMODINIT_FUNC PyInit_b17(void) { return PyModuleDef_Init(&b17); }
#define V18 (3 & 1) - 2
static PyModuleDef b18 = {PyModuleDef_HEAD_INIT, "b18", NULL, V18}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b18(void) { return PyModuleDef_Init(&b18); }
#define V19 (2 & 1) - 0
static PyModuleDef b19 = {PyModuleDef_HEAD_INIT, "b19", NULL, V19}; //~ INIT005
PyMODINIT_FUNC PyInit_b19(void) { return PyModuleDef_Init(&b19); }
#define V20 (4 | 1) - 6
static PyModuleDef b20 = {PyModuleDef_HEAD_INIT, "b20", NULL, V20}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b20(void) { return PyModuleDef_Init(&b20); }
#define V21 (4 | 1) - 5
static PyModuleDef b21 = {PyModuleDef_HEAD_INIT, "b21", NULL, V21}; //~ INIT005
PyMODINIT_FUNC PyInit_b21(void) { return PyModuleDef_Init(&b21); }
#define V22 (5 ^ 1) - 5
static PyModuleDef b22 = {PyModuleDef_HEAD_INIT, "b22", NULL, V22}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b22(void) { return PyModuleDef_Init(&b22); }
#define V23 (5 ^ 1) - 4
static PyModuleDef b23 = {PyModuleDef_HEAD_INIT, "b23", NULL, V23}; //~ INIT005
PyMODINIT_FUNC PyInit_b23(void) { return PyModuleDef_Init(&b23); }
#define V24 (1 << 3) - 9
static PyModuleDef b24 = {PyModuleDef_HEAD_INIT, "b24", NULL, V24}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b24(void) { return PyModuleDef_Init(&b24); }
#define V25 (1 << 3) - 8
static PyModuleDef b25 = {PyModuleDef_HEAD_INIT, "b25", NULL, V25}; //~ INIT005
PyMODINIT_FUNC PyInit_b25(void) { return PyModuleDef_Init(&b25); }
#define V26 (16 >> 2) - 5
static PyModuleDef b26 = {PyModuleDef_HEAD_INIT, "b26", NULL, V26}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b26(void) { return PyModuleDef_Init(&b26); }
#define V27 (16 >> 2) - 4
static PyModuleDef b27 = {PyModuleDef_HEAD_INIT, "b27", NULL, V27}; //~ INIT005
PyMODINIT_FUNC PyInit_b27(void) { return PyModuleDef_Init(&b27); }
#define V28 (1 && 1) - 2
static PyModuleDef b28 = {PyModuleDef_HEAD_INIT, "b28", NULL, V28}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b28(void) { return PyModuleDef_Init(&b28); }
#define V29 (1 && 0) - 1
static PyModuleDef b29 = {PyModuleDef_HEAD_INIT, "b29", NULL, V29}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b29(void) { return PyModuleDef_Init(&b29); }
#define V30 (0 && 1) - 1
static PyModuleDef b30 = {PyModuleDef_HEAD_INIT, "b30", NULL, V30}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b30(void) { return PyModuleDef_Init(&b30); }
#define V31 (2 && 3) - 1
static PyModuleDef b31 = {PyModuleDef_HEAD_INIT, "b31", NULL, V31}; //~ INIT005
PyMODINIT_FUNC PyInit_b31(void) { return PyModuleDef_Init(&b31); }
#define V32 (0 && 0)
static PyModuleDef b32 = {PyModuleDef_HEAD_INIT, "b32", NULL, V32}; //~ INIT005
PyMODINIT_FUNC PyInit_b32(void) { return PyModuleDef_Init(&b32); }
#define V33 (1 || 0) - 2
static PyModuleDef b33 = {PyModuleDef_HEAD_INIT, "b33", NULL, V33}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b33(void) { return PyModuleDef_Init(&b33); }
#define V34 (0 || 0) - 1
static PyModuleDef b34 = {PyModuleDef_HEAD_INIT, "b34", NULL, V34}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b34(void) { return PyModuleDef_Init(&b34); }
#define V35 (0 || 3) - 1
static PyModuleDef b35 = {PyModuleDef_HEAD_INIT, "b35", NULL, V35}; //~ INIT005
PyMODINIT_FUNC PyInit_b35(void) { return PyModuleDef_Init(&b35); }
#define V36 (3 || 0) - 1
static PyModuleDef b36 = {PyModuleDef_HEAD_INIT, "b36", NULL, V36}; //~ INIT005
PyMODINIT_FUNC PyInit_b36(void) { return PyModuleDef_Init(&b36); }
#define V37 (1 == 1) - 1
static PyModuleDef b37 = {PyModuleDef_HEAD_INIT, "b37", NULL, V37}; //~ INIT005
PyMODINIT_FUNC PyInit_b37(void) { return PyModuleDef_Init(&b37); }
#define V38 (1 == 2) - 1
static PyModuleDef b38 = {PyModuleDef_HEAD_INIT, "b38", NULL, V38}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b38(void) { return PyModuleDef_Init(&b38); }
#define V39 (1 != 1) - 1
static PyModuleDef b39 = {PyModuleDef_HEAD_INIT, "b39", NULL, V39}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b39(void) { return PyModuleDef_Init(&b39); }
#define V40 (1 != 2) - 1
static PyModuleDef b40 = {PyModuleDef_HEAD_INIT, "b40", NULL, V40}; //~ INIT005
PyMODINIT_FUNC PyInit_b40(void) { return PyModuleDef_Init(&b40); }
#define V41 (1 < 1) - 1
static PyModuleDef b41 = {PyModuleDef_HEAD_INIT, "b41", NULL, V41}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b41(void) { return PyModuleDef_Init(&b41); }
#define V42 (1 < 2) - 1
static PyModuleDef b42 = {PyModuleDef_HEAD_INIT, "b42", NULL, V42}; //~ INIT005
PyMODINIT_FUNC PyInit_b42(void) { return PyModuleDef_Init(&b42); }
#define V43 (1 <= 1) - 1
static PyModuleDef b43 = {PyModuleDef_HEAD_INIT, "b43", NULL, V43}; //~ INIT005
PyMODINIT_FUNC PyInit_b43(void) { return PyModuleDef_Init(&b43); }
#define V44 (2 <= 1) - 1
static PyModuleDef b44 = {PyModuleDef_HEAD_INIT, "b44", NULL, V44}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b44(void) { return PyModuleDef_Init(&b44); }
#define V45 (1 > 1) - 1
static PyModuleDef b45 = {PyModuleDef_HEAD_INIT, "b45", NULL, V45}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b45(void) { return PyModuleDef_Init(&b45); }
#define V46 (2 > 1) - 1
static PyModuleDef b46 = {PyModuleDef_HEAD_INIT, "b46", NULL, V46}; //~ INIT005
PyMODINIT_FUNC PyInit_b46(void) { return PyModuleDef_Init(&b46); }
#define V47 (1 >= 1) - 1
static PyModuleDef b47 = {PyModuleDef_HEAD_INIT, "b47", NULL, V47}; //~ INIT005
PyMODINIT_FUNC PyInit_b47(void) { return PyModuleDef_Init(&b47); }
#define V48 (1 >= 2) - 1
static PyModuleDef b48 = {PyModuleDef_HEAD_INIT, "b48", NULL, V48}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b48(void) { return PyModuleDef_Init(&b48); }
#define V49 1 ? -1 : 1
static PyModuleDef b49 = {PyModuleDef_HEAD_INIT, "b49", NULL, V49}; //~ INIT005
PyMODINIT_FUNC PyInit_b49(void) { return PyModuleDef_Init(&b49); }
#define V50 0 ? -1 : 1
static PyModuleDef b50 = {PyModuleDef_HEAD_INIT, "b50", NULL, V50}; //~ INIT005
PyMODINIT_FUNC PyInit_b50(void) { return PyModuleDef_Init(&b50); }
#define V51 1 ? 1 : -1
static PyModuleDef b51 = {PyModuleDef_HEAD_INIT, "b51", NULL, V51}; //~ INIT005
PyMODINIT_FUNC PyInit_b51(void) { return PyModuleDef_Init(&b51); }
#define V52 2 ?: -1
static PyModuleDef b52 = {PyModuleDef_HEAD_INIT, "b52", NULL, V52}; //~ INIT005
PyMODINIT_FUNC PyInit_b52(void) { return PyModuleDef_Init(&b52); }
#define V53 0 ?: -1
static PyModuleDef b53 = {PyModuleDef_HEAD_INIT, "b53", NULL, V53}; //~ INIT005
PyMODINIT_FUNC PyInit_b53(void) { return PyModuleDef_Init(&b53); }
#define V54 UNKNOWN ? -1 : -1
static PyModuleDef b54 = {PyModuleDef_HEAD_INIT, "b54", NULL, V54}; //~ INIT005
PyMODINIT_FUNC PyInit_b54(void) { return PyModuleDef_Init(&b54); }
#define V55 UNKNOWN ? 1 : -1
static PyModuleDef b55 = {PyModuleDef_HEAD_INIT, "b55", NULL, V55}; //~ INIT005
PyMODINIT_FUNC PyInit_b55(void) { return PyModuleDef_Init(&b55); }
#define V56 (long)-1
static PyModuleDef b56 = {PyModuleDef_HEAD_INIT, "b56", NULL, V56}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b56(void) { return PyModuleDef_Init(&b56); }
#define V57 (Py_ssize_t)(1)
static PyModuleDef b57 = {PyModuleDef_HEAD_INIT, "b57", NULL, V57}; //~ INIT005
PyMODINIT_FUNC PyInit_b57(void) { return PyModuleDef_Init(&b57); }
#define V58 (unsigned long) 4 - 5
static PyModuleDef b58 = {PyModuleDef_HEAD_INIT, "b58", NULL, V58}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b58(void) { return PyModuleDef_Init(&b58); }
#define V59 (-1)
static PyModuleDef b59 = {PyModuleDef_HEAD_INIT, "b59", NULL, V59}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b59(void) { return PyModuleDef_Init(&b59); }
#define V60 010 - 9
static PyModuleDef b60 = {PyModuleDef_HEAD_INIT, "b60", NULL, V60}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b60(void) { return PyModuleDef_Init(&b60); }
#define V61 010 - 8
static PyModuleDef b61 = {PyModuleDef_HEAD_INIT, "b61", NULL, V61}; //~ INIT005
PyMODINIT_FUNC PyInit_b61(void) { return PyModuleDef_Init(&b61); }
#define V62 0x10 - 17
static PyModuleDef b62 = {PyModuleDef_HEAD_INIT, "b62", NULL, V62}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b62(void) { return PyModuleDef_Init(&b62); }
#define V63 0x10UL - 16
static PyModuleDef b63 = {PyModuleDef_HEAD_INIT, "b63", NULL, V63}; //~ INIT005
PyMODINIT_FUNC PyInit_b63(void) { return PyModuleDef_Init(&b63); }
#define V64 0 - 1
static PyModuleDef b64 = {PyModuleDef_HEAD_INIT, "b64", NULL, V64}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b64(void) { return PyModuleDef_Init(&b64); }
#define V65 00 - 1
static PyModuleDef b65 = {PyModuleDef_HEAD_INIT, "b65", NULL, V65}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b65(void) { return PyModuleDef_Init(&b65); }
#define V66 2 - 1 - 2
static PyModuleDef b66 = {PyModuleDef_HEAD_INIT, "b66", NULL, V66}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b66(void) { return PyModuleDef_Init(&b66); }
#define V67 2 - (1 - 2)
static PyModuleDef b67 = {PyModuleDef_HEAD_INIT, "b67", NULL, V67}; //~ INIT005
PyMODINIT_FUNC PyInit_b67(void) { return PyModuleDef_Init(&b67); }
#define V68 1 + 2 * 3 - 8
static PyModuleDef b68 = {PyModuleDef_HEAD_INIT, "b68", NULL, V68}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b68(void) { return PyModuleDef_Init(&b68); }
#define V69 1 + 2 * 3 - 7
static PyModuleDef b69 = {PyModuleDef_HEAD_INIT, "b69", NULL, V69}; //~ INIT005
PyMODINIT_FUNC PyInit_b69(void) { return PyModuleDef_Init(&b69); }
#define V70 2 | 1 & 0
static PyModuleDef b70 = {PyModuleDef_HEAD_INIT, "b70", NULL, V70}; //~ INIT005
PyMODINIT_FUNC PyInit_b70(void) { return PyModuleDef_Init(&b70); }
#define V71 unknown(1) - 1
static PyModuleDef b71 = {PyModuleDef_HEAD_INIT, "b71", NULL, V71}; //~ INIT005
PyMODINIT_FUNC PyInit_b71(void) { return PyModuleDef_Init(&b71); }
#define V72 (1
static PyModuleDef b72 = {PyModuleDef_HEAD_INIT, "b72", NULL, V72}; //~ INIT005
PyMODINIT_FUNC PyInit_b72(void) { return PyModuleDef_Init(&b72); }
#define V73 1)
static PyModuleDef b73 = {PyModuleDef_HEAD_INIT, "b73", NULL, V73}; //~ INIT005
PyMODINIT_FUNC PyInit_b73(void) { return PyModuleDef_Init(&b73); }
#define V74 1 2
static PyModuleDef b74 = {PyModuleDef_HEAD_INIT, "b74", NULL, V74}; //~ INIT005
PyMODINIT_FUNC PyInit_b74(void) { return PyModuleDef_Init(&b74); }
#define V75 
static PyModuleDef b75 = {PyModuleDef_HEAD_INIT, "b75", NULL, V75}; //~ INIT005
PyMODINIT_FUNC PyInit_b75(void) { return PyModuleDef_Init(&b75); }
#define V76 sizeof(int) - 100
static PyModuleDef b76 = {PyModuleDef_HEAD_INIT, "b76", NULL, V76}; //~ INIT005
PyMODINIT_FUNC PyInit_b76(void) { return PyModuleDef_Init(&b76); }
#define V77 "text"
static PyModuleDef b77 = {PyModuleDef_HEAD_INIT, "b77", NULL, V77}; //~ INIT005
PyMODINIT_FUNC PyInit_b77(void) { return PyModuleDef_Init(&b77); }
#define V78 (const long *) -1
static PyModuleDef b78 = {PyModuleDef_HEAD_INIT, "b78", NULL, V78}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b78(void) { return PyModuleDef_Init(&b78); }
#define V79 MINUS
static PyModuleDef b79 = {PyModuleDef_HEAD_INIT, "b79", NULL, V79}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b79(void) { return PyModuleDef_Init(&b79); }
#define V80 SELF - 1
static PyModuleDef b80 = {PyModuleDef_HEAD_INIT, "b80", NULL, V80}; //~ INIT005
PyMODINIT_FUNC PyInit_b80(void) { return PyModuleDef_Init(&b80); }
#define V81 ONE - 4
static PyModuleDef b81 = {PyModuleDef_HEAD_INIT, "b81", NULL, V81}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b81(void) { return PyModuleDef_Init(&b81); }
#define V82 ONE - 3
static PyModuleDef b82 = {PyModuleDef_HEAD_INIT, "b82", NULL, V82}; //~ INIT005
PyMODINIT_FUNC PyInit_b82(void) { return PyModuleDef_Init(&b82); }
#define V83 ITEM - 6
static PyModuleDef b83 = {PyModuleDef_HEAD_INIT, "b83", NULL, V83}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_b83(void) { return PyModuleDef_Init(&b83); }
#define V84 NEXT - 6
static PyModuleDef b84 = {PyModuleDef_HEAD_INIT, "b84", NULL, V84}; //~ INIT005
PyMODINIT_FUNC PyInit_b84(void) { return PyModuleDef_Init(&b84); }
