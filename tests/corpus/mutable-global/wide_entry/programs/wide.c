static int verbose;

int
main(int argc, char **argv)
{
    return verbose = argc + (argv == 0);
}

#if defined(_WIN32_WCE)
int
wmain(int argc, void *argv[])
{
    return main(argc, (char **)argv);
}
#endif
