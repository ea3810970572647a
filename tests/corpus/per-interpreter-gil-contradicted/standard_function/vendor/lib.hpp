namespace lib {

static int calls; //~ ISO020

template <class T> T fmod(T a, T b)
{
    ++calls;
    return a - b;
}

}
