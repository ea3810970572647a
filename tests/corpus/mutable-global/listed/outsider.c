static int outside;

int
outsider_step(void)
{
    return ++outside;
}
