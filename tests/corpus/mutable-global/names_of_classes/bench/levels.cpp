#include "../graph.hpp"

int length = 0;
int count = 0;

class Level {
public:
    int work();
};

int Level::work()
{
    return ++length;
}

int measure(int n)
{
    count = n;
    Level level;
    return level.work();
}
