/* Numbers in all spellings, written where they are used: the size of each module's state. */
#include <Python.h>

static PyModuleDef a1 = {PyModuleDef_HEAD_INIT, "a1", NULL, -1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a1(void) { return PyModuleDef_Init(&a1); } //~ INIT011
static PyModuleDef a2 = {PyModuleDef_HEAD_INIT, "a2", NULL, - -1}; //~ INIT005
PyMODINIT_FUNC PyInit_a2(void) { return PyModuleDef_Init(&a2); }
static PyModuleDef a3 = {PyModuleDef_HEAD_INIT, "a3", NULL, +1}; //~ INIT005
PyMODINIT_FUNC PyInit_a3(void) { return PyModuleDef_Init(&a3); }
static PyModuleDef a4 = {PyModuleDef_HEAD_INIT, "a4", NULL, ~0}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a4(void) { return PyModuleDef_Init(&a4); }
static PyModuleDef a5 = {PyModuleDef_HEAD_INIT, "a5", NULL, ~-1}; //~ INIT005
PyMODINIT_FUNC PyInit_a5(void) { return PyModuleDef_Init(&a5); }
static PyModuleDef a6 = {PyModuleDef_HEAD_INIT, "a6", NULL, !0 - 2}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a6(void) { return PyModuleDef_Init(&a6); }
static PyModuleDef a7 = {PyModuleDef_HEAD_INIT, "a7", NULL, !5 - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a7(void) { return PyModuleDef_Init(&a7); }
static PyModuleDef a8 = {PyModuleDef_HEAD_INIT, "a8", NULL, !5 + 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a8(void) { return PyModuleDef_Init(&a8); }
static PyModuleDef a9 = {PyModuleDef_HEAD_INIT, "a9", NULL, 1 - 2}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a9(void) { return PyModuleDef_Init(&a9); }
static PyModuleDef a10 = {PyModuleDef_HEAD_INIT, "a10", NULL, 2 - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a10(void) { return PyModuleDef_Init(&a10); }
static PyModuleDef a11 = {PyModuleDef_HEAD_INIT, "a11", NULL, 3 * -1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a11(void) { return PyModuleDef_Init(&a11); }
static PyModuleDef a12 = {PyModuleDef_HEAD_INIT, "a12", NULL, -4 / 2}; //~ INIT005
PyMODINIT_FUNC PyInit_a12(void) { return PyModuleDef_Init(&a12); }
static PyModuleDef a13 = {PyModuleDef_HEAD_INIT, "a13", NULL, 4 / 2 - 3}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a13(void) { return PyModuleDef_Init(&a13); }
static PyModuleDef a14 = {PyModuleDef_HEAD_INIT, "a14", NULL, 7 % 4 - 4}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a14(void) { return PyModuleDef_Init(&a14); }
static PyModuleDef a15 = {PyModuleDef_HEAD_INIT, "a15", NULL, 7 % 4 - 3}; //~ INIT005
PyMODINIT_FUNC PyInit_a15(void) { return PyModuleDef_Init(&a15); }
static PyModuleDef a16 = {PyModuleDef_HEAD_INIT, "a16", NULL, 4 / 0 - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a16(void) { return PyModuleDef_Init(&a16); }
static PyModuleDef a17 = {PyModuleDef_HEAD_INIT, "a17", NULL, 4 % 0 - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a17(void) { return PyModuleDef_Init(&a17); }
static PyModuleDef a18 = {PyModuleDef_HEAD_INIT, "a18", NULL, (3 & 1) - 2}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a18(void) { return PyModuleDef_Init(&a18); }
static PyModuleDef a19 = {PyModuleDef_HEAD_INIT, "a19", NULL, (2 & 1) - 0}; //~ INIT005
PyMODINIT_FUNC PyInit_a19(void) { return PyModuleDef_Init(&a19); }
static PyModuleDef a20 = {PyModuleDef_HEAD_INIT, "a20", NULL, (4 | 1) - 6}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a20(void) { return PyModuleDef_Init(&a20); }
static PyModuleDef a21 = {PyModuleDef_HEAD_INIT, "a21", NULL, (4 | 1) - 5}; //~ INIT005
PyMODINIT_FUNC PyInit_a21(void) { return PyModuleDef_Init(&a21); }
static PyModuleDef a22 = {PyModuleDef_HEAD_INIT, "a22", NULL, (5 ^ 1) - 5}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a22(void) { return PyModuleDef_Init(&a22); }
static PyModuleDef a23 = {PyModuleDef_HEAD_INIT, "a23", NULL, (5 ^ 1) - 4}; //~ INIT005
PyMODINIT_FUNC PyInit_a23(void) { return PyModuleDef_Init(&a23); }
static PyModuleDef a24 = {PyModuleDef_HEAD_INIT, "a24", NULL, (1 << 3) - 9}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a24(void) { return PyModuleDef_Init(&a24); }
static PyModuleDef a25 = {PyModuleDef_HEAD_INIT, "a25", NULL, (1 << 3) - 8}; //~ INIT005
PyMODINIT_FUNC PyInit_a25(void) { return PyModuleDef_Init(&a25); }
static PyModuleDef a26 = {PyModuleDef_HEAD_INIT, "a26", NULL, (16 >> 2) - 5}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a26(void) { return PyModuleDef_Init(&a26); }
static PyModuleDef a27 = {PyModuleDef_HEAD_INIT, "a27", NULL, (16 >> 2) - 4}; //~ INIT005
PyMODINIT_FUNC PyInit_a27(void) { return PyModuleDef_Init(&a27); }
static PyModuleDef a28 = {PyModuleDef_HEAD_INIT, "a28", NULL, (1 && 1) - 2}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a28(void) { return PyModuleDef_Init(&a28); }
static PyModuleDef a29 = {PyModuleDef_HEAD_INIT, "a29", NULL, (1 && 0) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a29(void) { return PyModuleDef_Init(&a29); }
static PyModuleDef a30 = {PyModuleDef_HEAD_INIT, "a30", NULL, (0 && 1) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a30(void) { return PyModuleDef_Init(&a30); }
static PyModuleDef a31 = {PyModuleDef_HEAD_INIT, "a31", NULL, (2 && 3) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a31(void) { return PyModuleDef_Init(&a31); }
static PyModuleDef a32 = {PyModuleDef_HEAD_INIT, "a32", NULL, (0 && 0)}; //~ INIT005
PyMODINIT_FUNC PyInit_a32(void) { return PyModuleDef_Init(&a32); }
static PyModuleDef a33 = {PyModuleDef_HEAD_INIT, "a33", NULL, (1 || 0) - 2}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a33(void) { return PyModuleDef_Init(&a33); }
static PyModuleDef a34 = {PyModuleDef_HEAD_INIT, "a34", NULL, (0 || 0) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a34(void) { return PyModuleDef_Init(&a34); }
static PyModuleDef a35 = {PyModuleDef_HEAD_INIT, "a35", NULL, (0 || 3) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a35(void) { return PyModuleDef_Init(&a35); }
static PyModuleDef a36 = {PyModuleDef_HEAD_INIT, "a36", NULL, (3 || 0) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a36(void) { return PyModuleDef_Init(&a36); }
static PyModuleDef a37 = {PyModuleDef_HEAD_INIT, "a37", NULL, (1 == 1) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a37(void) { return PyModuleDef_Init(&a37); }
static PyModuleDef a38 = {PyModuleDef_HEAD_INIT, "a38", NULL, (1 == 2) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a38(void) { return PyModuleDef_Init(&a38); }
static PyModuleDef a39 = {PyModuleDef_HEAD_INIT, "a39", NULL, (1 != 1) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a39(void) { return PyModuleDef_Init(&a39); }
static PyModuleDef a40 = {PyModuleDef_HEAD_INIT, "a40", NULL, (1 != 2) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a40(void) { return PyModuleDef_Init(&a40); }
static PyModuleDef a41 = {PyModuleDef_HEAD_INIT, "a41", NULL, (1 < 1) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a41(void) { return PyModuleDef_Init(&a41); }
static PyModuleDef a42 = {PyModuleDef_HEAD_INIT, "a42", NULL, (1 < 2) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a42(void) { return PyModuleDef_Init(&a42); }
static PyModuleDef a43 = {PyModuleDef_HEAD_INIT, "a43", NULL, (1 <= 1) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a43(void) { return PyModuleDef_Init(&a43); }
static PyModuleDef a44 = {PyModuleDef_HEAD_INIT, "a44", NULL, (2 <= 1) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a44(void) { return PyModuleDef_Init(&a44); }
static PyModuleDef a45 = {PyModuleDef_HEAD_INIT, "a45", NULL, (1 > 1) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a45(void) { return PyModuleDef_Init(&a45); }
static PyModuleDef a46 = {PyModuleDef_HEAD_INIT, "a46", NULL, (2 > 1) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a46(void) { return PyModuleDef_Init(&a46); }
static PyModuleDef a47 = {PyModuleDef_HEAD_INIT, "a47", NULL, (1 >= 1) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a47(void) { return PyModuleDef_Init(&a47); }
static PyModuleDef a48 = {PyModuleDef_HEAD_INIT, "a48", NULL, (1 >= 2) - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a48(void) { return PyModuleDef_Init(&a48); }
static PyModuleDef a49 = {PyModuleDef_HEAD_INIT, "a49", NULL, 1 ? -1 : 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a49(void) { return PyModuleDef_Init(&a49); }
static PyModuleDef a50 = {PyModuleDef_HEAD_INIT, "a50", NULL, 0 ? -1 : 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a50(void) { return PyModuleDef_Init(&a50); }
static PyModuleDef a51 = {PyModuleDef_HEAD_INIT, "a51", NULL, 1 ? 1 : -1}; //~ INIT005
PyMODINIT_FUNC PyInit_a51(void) { return PyModuleDef_Init(&a51); }
static PyModuleDef a52 = {PyModuleDef_HEAD_INIT, "a52", NULL, 2 ?: -1}; //~ INIT005
PyMODINIT_FUNC PyInit_a52(void) { return PyModuleDef_Init(&a52); }
static PyModuleDef a53 = {PyModuleDef_HEAD_INIT, "a53", NULL, 0 ?: -1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a53(void) { return PyModuleDef_Init(&a53); }
static PyModuleDef a54 = {PyModuleDef_HEAD_INIT, "a54", NULL, UNKNOWN ? -1 : -1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a54(void) { return PyModuleDef_Init(&a54); }
static PyModuleDef a55 = {PyModuleDef_HEAD_INIT, "a55", NULL, UNKNOWN ? 1 : -1}; //~ INIT005
PyMODINIT_FUNC PyInit_a55(void) { return PyModuleDef_Init(&a55); }
static PyModuleDef a56 = {PyModuleDef_HEAD_INIT, "a56", NULL, (long)-1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a56(void) { return PyModuleDef_Init(&a56); }
static PyModuleDef a57 = {PyModuleDef_HEAD_INIT, "a57", NULL, (Py_ssize_t)(1)}; //~ INIT005
PyMODINIT_FUNC PyInit_a57(void) { return PyModuleDef_Init(&a57); }
static PyModuleDef a58 = {PyModuleDef_HEAD_INIT, "a58", NULL, (unsigned long) 4 - 5}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a58(void) { return PyModuleDef_Init(&a58); }
static PyModuleDef a59 = {PyModuleDef_HEAD_INIT, "a59", NULL, (-1)}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a59(void) { return PyModuleDef_Init(&a59); }
static PyModuleDef a60 = {PyModuleDef_HEAD_INIT, "a60", NULL, 010 - 9}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a60(void) { return PyModuleDef_Init(&a60); }
static PyModuleDef a61 = {PyModuleDef_HEAD_INIT, "a61", NULL, 010 - 8}; //~ INIT005
PyMODINIT_FUNC PyInit_a61(void) { return PyModuleDef_Init(&a61); }
static PyModuleDef a62 = {PyModuleDef_HEAD_INIT, "a62", NULL, 0x10 - 17}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a62(void) { return PyModuleDef_Init(&a62); }
static PyModuleDef a63 = {PyModuleDef_HEAD_INIT, "a63", NULL, 0x10UL - 16}; //~ INIT005
PyMODINIT_FUNC PyInit_a63(void) { return PyModuleDef_Init(&a63); }
static PyModuleDef a64 = {PyModuleDef_HEAD_INIT, "a64", NULL, 0 - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a64(void) { return PyModuleDef_Init(&a64); }
static PyModuleDef a65 = {PyModuleDef_HEAD_INIT, "a65", NULL, 00 - 1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a65(void) { return PyModuleDef_Init(&a65); }
static PyModuleDef a66 = {PyModuleDef_HEAD_INIT, "a66", NULL, 2 - 1 - 2}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a66(void) { return PyModuleDef_Init(&a66); }
static PyModuleDef a67 = {PyModuleDef_HEAD_INIT, "a67", NULL, 2 - (1 - 2)}; //~ INIT005
PyMODINIT_FUNC PyInit_a67(void) { return PyModuleDef_Init(&a67); }
static PyModuleDef a68 = {PyModuleDef_HEAD_INIT, "a68", NULL, 1 + 2 * 3 - 8}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a68(void) { return PyModuleDef_Init(&a68); }
static PyModuleDef a69 = {PyModuleDef_HEAD_INIT, "a69", NULL, 1 + 2 * 3 - 7}; //~ INIT005
PyMODINIT_FUNC PyInit_a69(void) { return PyModuleDef_Init(&a69); }
static PyModuleDef a70 = {PyModuleDef_HEAD_INIT, "a70", NULL, 2 | 1 & 0}; //~ INIT005
PyMODINIT_FUNC PyInit_a70(void) { return PyModuleDef_Init(&a70); }
static PyModuleDef a71 = {PyModuleDef_HEAD_INIT, "a71", NULL, unknown(1) - 1}; //~ INIT005
PyMODINIT_FUNC PyInit_a71(void) { return PyModuleDef_Init(&a71); }
static PyModuleDef a72 = {PyModuleDef_HEAD_INIT, "a72", NULL, sizeof(int) - 100}; //~ INIT005
PyMODINIT_FUNC PyInit_a72(void) { return PyModuleDef_Init(&a72); }
static PyModuleDef a73 = {PyModuleDef_HEAD_INIT, "a73", NULL, "text"}; //~ INIT005
PyMODINIT_FUNC PyInit_a73(void) { return PyModuleDef_Init(&a73); }
static PyModuleDef a74 = {PyModuleDef_HEAD_INIT, "a74", NULL, (const long *) -1}; //~ INIT002 INIT005
PyMODINIT_FUNC PyInit_a74(void) { return PyModuleDef_Init(&a74); }
