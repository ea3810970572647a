static int natural = 1; //~ ISO020
void lib_use(int);

void lib_set(int n)
{
    natural = n;
    lib_use(natural);
}
