// Command line arguments of the form key=value.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace sinter {

class Arguments {
public:
    Arguments(int count, char** words) {
        for (int i = 1; i < count; ++i) m_words.emplace_back(words[i]);
    }
    std::string text(const std::string& key) const {
        for (const std::string& word : m_words)
            if (word.compare(0, key.size() + 1, key + "=") == 0) return word.substr(key.size() + 1);
        return "";
    }
    uint64_t number(const std::string& key, uint64_t otherwise) const {
        const std::string value = text(key);
        return value.empty() ? otherwise : std::strtoull(value.c_str(), nullptr, 10);
    }

private:
    std::vector<std::string> m_words;
};

}  // namespace sinter
