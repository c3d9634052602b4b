// The one testbench: plays the inputs' beats from files, records the outputs' beats to files.
// It does not know the design; model.cpp.hbs does. Compiled once, linked to every design.
//
//   simulator key=value...    all integers but dir and waves
//     dir      holds <port>.beats for every input, gets <port>.{beats,cycles,lasts} of outputs and
//              taps and report.json
//     tensors  number of tensors in the inputs
//     source, sink  1: that side stalls
//     seed     of the stalls, of rubbish on idle inputs and of uninitialised registers
//     idle     cycles without any beat that count as a deadlock
//     cycles   most cycles to run
//     drain    cycles to run on after the last expected beat, to see surplus ones
//     waves    VCD file; from, to: the cycles it shows
#include "arguments.h"
#include "files.h"
#include "harness.h"
#include "streams.h"
#include "verilated.h"

#include <cstdio>
#include <string>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tdata is copied as little-endian bytes");

namespace {

using namespace sinter;

constexpr uint32_t RESET_CYCLES = 8;
constexpr uint64_t CLOCK_NS = 10;

class Testbench {
public:
    Testbench(Model& model, const Arguments& arguments)
        : m_model{model}
        , m_folder{arguments.text("dir")}
        , m_idleLimit{arguments.number("idle", 100000)}
        , m_cycleLimit{arguments.number("cycles", UINT32_MAX)}
        , m_drain{arguments.number("drain", 64)}
        , m_waves{!arguments.text("waves").empty()}
        , m_wavesFrom{arguments.number("from", 0)}
        , m_wavesTo{arguments.number("to", UINT32_MAX)} {
        const uint64_t seed = arguments.number("seed", 0);
        const uint64_t tensors = arguments.number("tensors", 1);
        uint64_t streamSeed = seed << 8;
        m_sources.reserve(model.ports.size());
        m_sinks.reserve(model.ports.size());
        for (const Port& port : model.ports) {
            const Stall stall{arguments.number(port.isInput ? "source" : "sink", 0) != 0, ++streamSeed};
            if (port.isInput) {
                m_sources.emplace_back(port, readFile(file(port, "beats")), stall);
            } else {
                m_sinks.emplace_back(port, tensors, stall);
            }
        }
        m_taps.reserve(model.taps.size());
        for (const Port& tap : model.taps) m_taps.emplace_back(tap, tensors, Stall{false, 0});
        if (m_waves && !model.openWaves(arguments.text("waves").c_str()))
            fail("this simulator was built without tracing");
    }

    void run() {
        reset();
        uint64_t idle = 0;
        uint64_t drained = 0;
        while (m_cycle < m_cycleLimit) {
            idle = clock() ? 0 : idle + 1;
            if (overflows()) return end(done() ? "done" : "surplus");
            if (done()) {
                if (drained == 0) stopStalling();
                if (drained++ == m_drain) return end("done");
            } else if (idle >= m_idleLimit) {
                return end("deadlock");
            }
        }
        end(done() ? "done" : "cycle-limit");
    }

    void save() const {
        for (const Source& source : m_sources) writeFile(file(source.port, "cycles"), source.cycles);
        for (const Sink& sink : m_sinks) saveBeats(sink);
        for (const Sink& tap : m_taps) saveBeats(tap);
        std::FILE* const out = std::fopen((m_folder + "/report.json").c_str(), "w");
        if (!out) fail("cannot write " + m_folder + "/report.json");
        std::fprintf(out, "{\"end\":\"%s\",\"cycles\":%u,\"streams\":[", m_end, m_cycle);
        const char* comma = "";
        for (const Source& source : m_sources) {
            saveStream(out, comma, source.port, source.total, {});
            comma = ",";
        }
        for (const Sink& sink : m_sinks) saveStream(out, ",", sink.port, sink.total, sink.violations);
        for (const Sink& tap : m_taps) saveStream(out, ",", tap.port, tap.total, tap.violations);
        std::fprintf(out, "]}\n");
        if (std::fclose(out) != 0) fail("cannot write " + m_folder + "/report.json");
    }

private:
    std::string file(const Port& port, const char* kind) const {
        return m_folder + "/" + port.name + "." + kind;
    }
    void saveBeats(const Sink& sink) const {
        writeFile(file(sink.port, "beats"), sink.beats);
        writeFile(file(sink.port, "cycles"), sink.cycles);
        writeFile(file(sink.port, "lasts"), sink.lasts);
    }
    bool done() const {
        for (const Sink& sink : m_sinks)
            if (!sink.complete()) return false;
        for (const Source& source : m_sources)
            if (!source.complete()) return false;
        return true;
    }
    bool overflows() const {
        for (const Sink& sink : m_sinks)
            if (sink.overflows()) return true;
        return false;
    }
    void stopStalling() {
        for (Sink& sink : m_sinks) sink.stopStalling();
    }
    void end(const char* how) { m_end = how; }
    void dump(uint64_t timeNs) {
        if (m_waves && m_cycle >= m_wavesFrom && m_cycle <= m_wavesTo) m_model.dumpWaves(timeNs);
    }

    // Cycle 0 is the first after reset; waveforms show it at RESET_CYCLES * CLOCK_NS.
    void reset() {
        *m_model.rst = m_model.resetActive;
        for (const Sink& sink : m_sinks) *sink.port.ready = 0;
        for (uint32_t cycle = 0; cycle < RESET_CYCLES; ++cycle) halves(cycle * CLOCK_NS);
        *m_model.rst = !m_model.resetActive;
    }
    void halves(uint64_t timeNs) {
        *m_model.clk = 0;
        m_model.eval();
        dump(timeNs);
        *m_model.clk = 1;
        m_model.eval();
        dump(timeNs + CLOCK_NS / 2);
    }

    // One cycle; true when a beat moved somewhere.
    bool clock() {
        const uint64_t timeNs = (RESET_CYCLES + uint64_t{m_cycle}) * CLOCK_NS;
        for (Source& source : m_sources) source.drive();
        for (Sink& sink : m_sinks) sink.drive();
        *m_model.clk = 0;
        m_model.eval();
        dump(timeNs);
        bool moved = false;
        for (Source& source : m_sources) moved |= source.sample(m_cycle);
        for (Sink& sink : m_sinks) moved |= sink.sample(m_cycle);
        // Listening changes nothing: what counts as a deadlock is up to the ports alone.
        for (Sink& tap : m_taps)
            if (!tap.overflows()) tap.sample(m_cycle);
        *m_model.clk = 1;
        m_model.eval();
        dump(timeNs + CLOCK_NS / 2);
        ++m_cycle;
        return moved;
    }

    static void saveStream(std::FILE* out, const char* comma, const Port& port, uint64_t total,
                           const std::vector<Violation>& violations) {
        std::fprintf(out, "%s{\"port\":\"%s\",\"beatsExpected\":%llu,\"valid\":%s,\"ready\":%s,",
                     comma, port.name, static_cast<unsigned long long>(total),
                     *port.valid ? "true" : "false", *port.ready ? "true" : "false");
        std::fprintf(out, "\"violations\":[");
        const char* separator = "";
        for (const Violation& violation : violations) {
            std::fprintf(out, "%s{\"kind\":\"%s\",\"cycle\":%u,\"beat\":%llu}", separator,
                         violation.kind, violation.cycle,
                         static_cast<unsigned long long>(violation.beat));
            separator = ",";
        }
        std::fprintf(out, "]}");
    }

    Model& m_model;
    const std::string m_folder;
    const uint64_t m_idleLimit;
    const uint64_t m_cycleLimit;
    const uint64_t m_drain;
    const bool m_waves;
    const uint64_t m_wavesFrom;
    const uint64_t m_wavesTo;
    std::vector<Source> m_sources;
    std::vector<Sink> m_sinks;
    std::vector<Sink> m_taps;
    uint32_t m_cycle = 0;
    const char* m_end = "";
};

}  // namespace

int main(int count, char** words) {
    const Arguments arguments{count, words};
    VerilatedContext context;
    context.randReset(2);
    // 31 bits; 0 would mean a seed from the clock.
    context.randSeed(static_cast<int>(1 + arguments.number("seed", 0) % 0x7FFFFFFF));
    context.traceEverOn(!arguments.text("waves").empty());
    const std::unique_ptr<Model> model = createModel(context);
    Testbench testbench{*model, arguments};
    testbench.run();
    model->finish();
    testbench.save();
    return 0;
}
