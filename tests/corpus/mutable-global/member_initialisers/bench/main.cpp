#include "../queue.hpp"
#include "window.hpp"

int M;
long S;
long W;
long length = 0;
void measure();

int main(int argc, char **argv)
{
    M = argc;
    S = W = argc;
    length = S;
    measure();
    return 0;
}
