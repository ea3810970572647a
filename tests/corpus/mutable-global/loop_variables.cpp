// Names that loops, conditions and structured bindings declare hide those of the file.
#include <Python.h>
#include <map>
#include <vector>

static int item = 1;
static int first = 2; //~ ISO022
static int second = 3;
static int found = 4; //~ ISO022
static int third = 5; //~ ISO022
static int written; //~ ISO020

int
spam(std::vector<int> &items, std::map<int, int> &pairs)
{
    for (int &item : items) {
        item = 0;
    }
    for (auto item : items) {
        item++;
    }
    for (auto &[first, second] : pairs) {
        second = 1;
    }
    if (int found = (int)items.size()) {
        found++;
        written = found;
    }
    if (auto third = items.begin(); third != items.end()) {
        ++third;
    }
    return item + first + second + found + third;
}
