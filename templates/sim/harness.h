// What the testbench knows of a design: a clock, a reset and its AXI4-Streams.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

class VerilatedContext;

namespace sinter {

struct Port {
    const char* name;  // prefix of the ports or wires, m_axis_y
    bool isInput;
    size_t beatBytes;
    uint32_t beatsPerTensor;
    void* data;  // little-endian bytes of tdata, whatever its width
    uint8_t* valid;
    uint8_t* ready;
    uint8_t* last;
};

class Model {
public:
    uint8_t* clk = nullptr;
    uint8_t* rst = nullptr;
    uint8_t resetActive = 1;  // level of rst that resets
    std::vector<Port> ports;
    // Streams inside the design that are only listened to; none in most builds.
    std::vector<Port> taps;

    virtual ~Model() = default;
    virtual void eval() = 0;
    virtual void finish() = 0;
    // Waveforms; false when the model was verilated without tracing.
    virtual bool openWaves(const char* file) = 0;
    virtual void dumpWaves(uint64_t timeNs) = 0;
};

// Defined by the part that is rendered for each package (model.cpp.hbs).
std::unique_ptr<Model> createModel(VerilatedContext& context);

}  // namespace sinter
