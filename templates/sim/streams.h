// The two ends of an AXI4-Stream: a source that plays beats, a sink that records and checks them.
#pragma once
#include "harness.h"
#include "stall.h"

#include <cstring>
#include <utility>
#include <vector>

namespace sinter {

class Source {
public:
    Source(const Port& port, std::vector<uint8_t> beats, Stall stall)
        : port{port}
        , total{beats.size() / port.beatBytes}
        , m_beats{std::move(beats)}
        , m_stall{stall} {
        cycles.reserve(total);
        offerNothing();
    }

    // Before a cycle's evaluation. What is offered stays as it is until it is taken.
    void drive() {
        const bool go = m_stall.go(true);
        if (m_offered) return;
        if (go && !complete()) {
            offerNext();
        } else if (*port.valid) {
            offerNothing();
        }
    }

    // After it: whether a beat moves at the clock edge to come.
    bool sample(uint32_t cycle) {
        if (!*port.valid || !*port.ready) return false;
        cycles.push_back(cycle);
        m_offered = false;
        if (++m_beatOfTensor == port.beatsPerTensor) m_beatOfTensor = 0;
        return true;
    }
    bool complete() const { return cycles.size() == total; }

    const Port port;
    const uint64_t total;
    std::vector<uint32_t> cycles;

private:
    void offerNext() {
        std::memcpy(port.data, &m_beats[cycles.size() * port.beatBytes], port.beatBytes);
        *port.last = m_beatOfTensor + 1 == port.beatsPerTensor;
        *port.valid = 1;
        m_offered = true;
    }
    // The payload is rubbish: a design that looks at it without valid is caught.
    void offerNothing() {
        uint8_t* const bytes = static_cast<uint8_t*>(port.data);
        for (size_t i = 0; i < port.beatBytes; ++i)
            bytes[i] = static_cast<uint8_t>(m_stall.random().next());
        *port.last = 1;
        *port.valid = 0;
    }

    const std::vector<uint8_t> m_beats;
    Stall m_stall;
    uint32_t m_beatOfTensor = 0;
    bool m_offered = false;
};

// A breach of the stream rules: `beat` is the number of beats taken before it.
struct Violation {
    const char* kind;
    uint32_t cycle;
    uint64_t beat;
};

class Sink {
public:
    // After this many beats too many, or violations, there is nothing new to learn.
    static constexpr uint64_t MOST_SURPLUS = 16;
    static constexpr size_t MOST_VIOLATIONS = 16;

    Sink(const Port& port, uint64_t tensors, Stall stall)
        : port{port}
        , total{tensors * port.beatsPerTensor}
        , m_stall{stall}
        , m_held(port.beatBytes) {
        cycles.reserve(total);
        lasts.reserve(total);
        beats.reserve(total * port.beatBytes);
    }

    void drive() { *port.ready = m_stall.go(m_sawValid); }

    bool sample(uint32_t cycle) {
        if (m_stalled) check(cycle);
        m_sawValid = *port.valid;
        m_stalled = m_sawValid && !*port.ready;
        if (!m_sawValid) return false;
        const uint8_t* const data = static_cast<const uint8_t*>(port.data);
        if (m_stalled) {
            std::memcpy(m_held.data(), data, port.beatBytes);
            m_heldLast = *port.last;
            return false;
        }
        cycles.push_back(cycle);
        lasts.push_back(*port.last);
        beats.insert(beats.end(), data, data + port.beatBytes);
        return true;
    }
    void stopStalling() { m_stall.stop(); }
    bool complete() const { return cycles.size() >= total; }
    bool overflows() const { return cycles.size() >= total + MOST_SURPLUS; }

    const Port port;
    const uint64_t total;
    std::vector<uint32_t> cycles;
    std::vector<uint8_t> lasts;
    std::vector<uint8_t> beats;
    std::vector<Violation> violations;

private:
    // The cycle before this one offered a beat that was not taken: it must still be there.
    void check(uint32_t cycle) {
        if (!*port.valid) {
            report("valid-dropped", cycle);
        } else if (std::memcmp(m_held.data(), port.data, port.beatBytes) != 0) {
            report("data-changed", cycle);
        } else if (m_heldLast != *port.last) {
            report("last-changed", cycle);
        }
    }
    void report(const char* kind, uint32_t cycle) {
        if (violations.size() < MOST_VIOLATIONS) violations.push_back({kind, cycle, cycles.size()});
    }

    Stall m_stall;
    std::vector<uint8_t> m_held;
    uint8_t m_heldLast = 0;
    bool m_stalled = false;
    bool m_sawValid = false;
};

}  // namespace sinter
