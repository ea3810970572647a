#ifdef _WIN32
int main(int argc, char **argv);

int WinMain(void *instance)
{
    char name[] = "bench";
    char *argv[] = {name, nullptr};
    return main(1, argv);
}
#endif
