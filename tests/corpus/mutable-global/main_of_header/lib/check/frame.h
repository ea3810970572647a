extern int repeats;
void check(void);

int main(int argc, char **argv)
{
    check();
    return argc + repeats;
}
