int measure(int n);

int main(int argc, char **argv)
{
    return measure(argc);
}
