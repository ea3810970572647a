static int *results;

void measure()
{
    results = new int[3];
}
