/* Locals of the same name, however they are declared. */
#include <Python.h>

static int first = 1; //~ ISO022
static int second = 2;
static int third = 3; //~ ISO022
static int fourth = 4; //~ ISO022
static int fifth = 5; //~ ISO020

int
spam(int fourth)
{
    int other, second;
    second = 0;
    for (int first = 0; first < 3; first++) {
        second += first;
    }
    {
        int third = 1;
        third++;
        second += third;
    }
    switch (second) {
        case 1:
            second = 4;
            fourth++;
    }
    other = second;
    {
        int fifth = 6;
        other += fifth;
    }
    fifth = other;
    return other;
}

int
sum(void)
{
    return first + second + third + fourth + fifth;
}
