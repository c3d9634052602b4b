// When a source or a sink holds back: seeded bursts of many lengths.
#pragma once
#include <cstdint>

namespace sinter {

// xorshift64* (Vigna 2016): 64 bits of state, never zero.
class Random {
public:
    explicit Random(uint64_t seed)
        : m_state{seed * 0x9E3779B97F4A7C15ULL ^ 0xD1B54A32D192ED03ULL} {
        if (m_state == 0) m_state = 1;
        for (int i = 0; i < 4; ++i) next();  // spreads a small seed over all bits
    }
    uint32_t next() {
        m_state ^= m_state >> 12;
        m_state ^= m_state << 25;
        m_state ^= m_state >> 27;
        return static_cast<uint32_t>((m_state * 0x2545F4914F6CDD1DULL) >> 32);
    }
    uint32_t upTo(uint32_t maximum) { return 1 + next() % maximum; }

private:
    uint64_t m_state;
};

class Stall {
public:
    Stall(bool enabled, uint64_t seed)
        : m_enabled{enabled}
        , m_random{seed} {
        if (m_random.next() % 2) m_mode = Mode::run;
    }

    // Whether to go on in this cycle. `wanted`: the other side has been seen waiting. A sink that
    // waits for valid before it raises ready is legal and hangs a source that waits for ready.
    bool go(bool wanted) {
        if (!m_enabled) return true;
        if (m_mode == Mode::waitForOther) {
            if (wanted) m_mode = Mode::run, m_left = 0;
            return wanted;
        }
        if (m_left == 0) draw();
        --m_left;
        return m_mode == Mode::run;
    }
    void stop() { m_enabled = false; }
    Random& random() { return m_random; }

private:
    enum class Mode { run, pause, waitForOther };

    // Mostly short bursts for the corners of handshakes, some that fill or drain every buffer.
    uint32_t length() {
        const uint32_t kind = m_random.next() % 64;
        if (kind == 0) return m_random.upTo(512);
        if (kind < 6) return m_random.upTo(64);
        if (kind < 24) return m_random.upTo(8);
        return m_random.upTo(2);
    }
    void draw() {
        if (m_mode == Mode::run && m_random.next() % 8 == 0) {
            m_mode = Mode::waitForOther;
            m_left = 1;
            return;
        }
        m_mode = m_mode == Mode::run ? Mode::pause : Mode::run;
        m_left = length();
    }

    bool m_enabled;
    Random m_random;
    Mode m_mode = Mode::pause;
    uint32_t m_left = 0;
};

}  // namespace sinter
