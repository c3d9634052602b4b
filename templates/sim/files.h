// Whole files to and from memory; a failure ends the process with a message.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace sinter {

[[noreturn]] inline void fail(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

inline std::vector<uint8_t> readFile(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (!file) fail("cannot read " + path);
    std::fseek(file, 0, SEEK_END);
    std::vector<uint8_t> bytes(static_cast<size_t>(std::ftell(file)));
    std::rewind(file);
    const size_t got = bytes.empty() ? 0 : std::fread(bytes.data(), 1, bytes.size(), file);
    std::fclose(file);
    if (got != bytes.size()) fail("cannot read " + path);
    return bytes;
}

template <typename Item>
void writeFile(const std::string& path, const std::vector<Item>& items) {
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (!file) fail("cannot write " + path);
    const size_t put = items.empty() ? 0 : std::fwrite(items.data(), sizeof(Item), items.size(), file);
    if (std::fclose(file) != 0 || put != items.size()) fail("cannot write " + path);
}

}  // namespace sinter
