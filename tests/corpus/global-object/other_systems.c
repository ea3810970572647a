/* No system defines what another one stands for. */
#include <Python.h>

#ifdef MS_WIN32
#ifdef __linux__
static PyObject *on_two_1;
#endif
#endif
#ifdef MS_WIN64
#ifdef __linux__
static PyObject *on_two_2;
#endif
#endif
#ifdef MS_WINDOWS
#ifdef __linux__
static PyObject *on_two_3;
#endif
#endif
#ifdef WIN32
#ifdef __linux__
static PyObject *on_two_4;
#endif
#endif
#ifdef WIN64
#ifdef __linux__
static PyObject *on_two_5;
#endif
#endif
#ifdef _MSC_VER
#ifdef __linux__
static PyObject *on_two_6;
#endif
#endif
#ifdef _WIN32
#ifdef __linux__
static PyObject *on_two_7;
#endif
#endif
#ifdef _WIN64
#ifdef __linux__
static PyObject *on_two_8;
#endif
#endif
#ifdef __ANDROID__
#ifdef _MSC_VER
static PyObject *on_two_9;
#endif
#endif
#ifdef __APPLE__
#ifdef __linux__
static PyObject *on_two_10;
#endif
#endif
#ifdef __CYGWIN__
#ifdef __linux__
static PyObject *on_two_11;
#endif
#endif
#ifdef __DragonFly__
#ifdef __linux__
static PyObject *on_two_12;
#endif
#endif
#ifdef __FreeBSD__
#ifdef __linux__
static PyObject *on_two_13;
#endif
#endif
#ifdef __MINGW32__
#ifdef __linux__
static PyObject *on_two_14;
#endif
#endif
#ifdef __MINGW64__
#ifdef __linux__
static PyObject *on_two_15;
#endif
#endif
#ifdef __NetBSD__
#ifdef __linux__
static PyObject *on_two_16;
#endif
#endif
#ifdef __OpenBSD__
#ifdef __linux__
static PyObject *on_two_17;
#endif
#endif
#ifdef __WIN32
#ifdef __linux__
static PyObject *on_two_18;
#endif
#endif
#ifdef __WIN32__
#ifdef __linux__
static PyObject *on_two_19;
#endif
#endif
#ifdef __WIN64__
#ifdef __linux__
static PyObject *on_two_20;
#endif
#endif
#ifdef __gnu_linux__
#ifdef _MSC_VER
static PyObject *on_two_21;
#endif
#endif
#ifdef __linux
#ifdef _MSC_VER
static PyObject *on_two_22;
#endif
#endif
#ifdef __linux__
#ifdef _MSC_VER
static PyObject *on_two_23;
#endif
#endif
#ifdef __sun
#ifdef __linux__
static PyObject *on_two_24;
#endif
#endif
#ifdef __sun__
#ifdef __linux__
static PyObject *on_two_25;
#endif
#endif
#ifdef __unix
#ifdef _MSC_VER
static PyObject *on_two_26;
#endif
#endif
#ifdef __unix__
#ifdef _MSC_VER
static PyObject *on_two_27;
#endif
#endif
#ifdef linux
#ifdef _MSC_VER
static PyObject *on_two_28;
#endif
#endif
#ifdef unix
#ifdef _MSC_VER
static PyObject *on_two_29;
#endif
#endif

void
fill(void)
{
#if defined(MS_WIN32) && defined(__linux__)
    on_two_1 = PyLong_FromLong(1);
#endif
#if defined(MS_WIN64) && defined(__linux__)
    on_two_2 = PyLong_FromLong(2);
#endif
#if defined(MS_WINDOWS) && defined(__linux__)
    on_two_3 = PyLong_FromLong(3);
#endif
#if defined(WIN32) && defined(__linux__)
    on_two_4 = PyLong_FromLong(4);
#endif
#if defined(WIN64) && defined(__linux__)
    on_two_5 = PyLong_FromLong(5);
#endif
#if defined(_MSC_VER) && defined(__linux__)
    on_two_6 = PyLong_FromLong(6);
#endif
#if defined(_WIN32) && defined(__linux__)
    on_two_7 = PyLong_FromLong(7);
#endif
#if defined(_WIN64) && defined(__linux__)
    on_two_8 = PyLong_FromLong(8);
#endif
#if defined(__ANDROID__) && defined(_MSC_VER)
    on_two_9 = PyLong_FromLong(9);
#endif
#if defined(__APPLE__) && defined(__linux__)
    on_two_10 = PyLong_FromLong(10);
#endif
#if defined(__CYGWIN__) && defined(__linux__)
    on_two_11 = PyLong_FromLong(11);
#endif
#if defined(__DragonFly__) && defined(__linux__)
    on_two_12 = PyLong_FromLong(12);
#endif
#if defined(__FreeBSD__) && defined(__linux__)
    on_two_13 = PyLong_FromLong(13);
#endif
#if defined(__MINGW32__) && defined(__linux__)
    on_two_14 = PyLong_FromLong(14);
#endif
#if defined(__MINGW64__) && defined(__linux__)
    on_two_15 = PyLong_FromLong(15);
#endif
#if defined(__NetBSD__) && defined(__linux__)
    on_two_16 = PyLong_FromLong(16);
#endif
#if defined(__OpenBSD__) && defined(__linux__)
    on_two_17 = PyLong_FromLong(17);
#endif
#if defined(__WIN32) && defined(__linux__)
    on_two_18 = PyLong_FromLong(18);
#endif
#if defined(__WIN32__) && defined(__linux__)
    on_two_19 = PyLong_FromLong(19);
#endif
#if defined(__WIN64__) && defined(__linux__)
    on_two_20 = PyLong_FromLong(20);
#endif
#if defined(__gnu_linux__) && defined(_MSC_VER)
    on_two_21 = PyLong_FromLong(21);
#endif
#if defined(__linux) && defined(_MSC_VER)
    on_two_22 = PyLong_FromLong(22);
#endif
#if defined(__linux__) && defined(_MSC_VER)
    on_two_23 = PyLong_FromLong(23);
#endif
#if defined(__sun) && defined(__linux__)
    on_two_24 = PyLong_FromLong(24);
#endif
#if defined(__sun__) && defined(__linux__)
    on_two_25 = PyLong_FromLong(25);
#endif
#if defined(__unix) && defined(_MSC_VER)
    on_two_26 = PyLong_FromLong(26);
#endif
#if defined(__unix__) && defined(_MSC_VER)
    on_two_27 = PyLong_FromLong(27);
#endif
#if defined(linux) && defined(_MSC_VER)
    on_two_28 = PyLong_FromLong(28);
#endif
#if defined(unix) && defined(_MSC_VER)
    on_two_29 = PyLong_FromLong(29);
#endif
}
