package io.dbops.testkit;

import io.dbops.spi.ObjectKey;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Breaks, truncates or alters what is written, at one place. */
final class FaultyOutput extends FilterOutputStream {

    private final StoreFault fault;
    private final ObjectKey key;
    private long written;

    FaultyOutput(OutputStream out, StoreFault fault, ObjectKey key) {
        super(out);
        this.fault = fault;
        this.key = key;
    }

    @Override
    public void write(int value) throws IOException {
        boolean there = written >= fault.at();
        switch (fault.kind()) {
            case BREAK -> {
                if (there) {
                    throw FaultyStore.failure("put", key.value(), "broken after " + written + " bytes");
                }
                out.write(value);
            }
            case TRUNCATE -> {
                if (!there) {
                    out.write(value);
                }
            }
            case FLIP_BIT -> out.write(written == fault.at() ? value ^ 1 : value);
            default -> out.write(value);
        }
        written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }
}
