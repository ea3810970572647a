namespace core {
bool begin();
int count();
} // namespace core
