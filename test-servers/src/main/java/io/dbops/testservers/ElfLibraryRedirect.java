package io.dbops.testservers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a 64-bit little-endian ELF program start without one of the shared libraries it asks for.
 *
 * <p>The dynamic section's entry for that library is pointed to the name of another one that the program needs anyway,
 * and so is the record of the symbol versions expected from it, whose versions become weak: the dynamic linker accepts
 * a weak version that is missing. The library's functions stay unresolved, which lazy binding permits for as long as
 * nobody calls them. Layout: System V ABI, chapter 5, and the LSB's chapter on symbol versioning.
 */
final class ElfLibraryRedirect {
    private static final int PROGRAM_LOAD = 1;
    private static final int PROGRAM_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_BIND_NOW = 24;
    private static final long DT_FLAGS = 30;
    private static final long DT_FLAGS_1 = 0x6ffffffbL;
    private static final long DT_VERNEED = 0x6ffffffeL;
    private static final long DT_VERNEEDNUM = 0x6fffffffL;
    private static final long DF_BIND_NOW = 8;
    private static final long DF_1_NOW = 1;
    private static final int VER_FLG_WEAK = 2;

    private final ByteBuffer elf;
    private final List<Segment> loads = new ArrayList<>();
    private final List<DynamicEntry> dynamic = new ArrayList<>();
    private final int strings;

    private ElfLibraryRedirect(byte[] image) throws IOException {
        elf = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        if (image.length < 64 || elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
            throw new IOException("expected a 64-bit little-endian ELF file");
        }
        readSegments();
        strings = fileOffset(single(DT_STRTAB));
    }

    /** Redirects the need for {@code library} to {@code substitute}, in the given image itself. */
    static void apply(byte[] image, String library, String substitute) throws IOException {
        try {
            new ElfLibraryRedirect(image).redirect(library, substitute);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw damaged(image, e);
        }
    }

    /** The shared libraries that the image asks for, in its order. */
    static List<String> needed(byte[] image) throws IOException {
        try {
            ElfLibraryRedirect elf = new ElfLibraryRedirect(image);
            List<String> names = new ArrayList<>();
            for (DynamicEntry entry : elf.dynamic) {
                if (entry.tag == DT_NEEDED) {
                    names.add(elf.string(entry.value));
                }
            }
            return names;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw damaged(image, e);
        }
    }

    private static IOException damaged(byte[] image, RuntimeException cause) {
        return new IOException("an ELF file of " + image.length + " bytes points outside itself", cause);
    }

    private void redirect(String library, String substitute) throws IOException {
        if (bindsEagerly()) {
            throw new IOException(
                    "the program resolves all functions at its start, so it cannot do without " + library);
        }
        DynamicEntry from = need(library);
        long name = need(substitute).value;
        elf.putLong(from.offset + 8, name);
        if (has(DT_VERNEED)) {
            redirectVersions(library, Math.toIntExact(name));
        }
    }

    private void redirectVersions(String library, int substituteName) throws IOException {
        int record = fileOffset(single(DT_VERNEED));
        for (long left = single(DT_VERNEEDNUM); left > 0; left--) {
            if (string(elf.getInt(record + 4)).equals(library)) {
                elf.putInt(record + 4, substituteName);
                weaken(record + elf.getInt(record + 8), elf.getShort(record + 2));
            }
            int next = elf.getInt(record + 12);
            if (next == 0) {
                return;
            }
            record += next;
        }
    }

    private void weaken(int firstVersion, int count) {
        int version = firstVersion;
        for (int i = 0; i < count; i++) {
            elf.putShort(version + 4, (short) (elf.getShort(version + 4) | VER_FLG_WEAK));
            version += elf.getInt(version + 12);
        }
    }

    private void readSegments() throws IOException {
        int table = Math.toIntExact(elf.getLong(0x20));
        int size = elf.getShort(0x36);
        int count = elf.getShort(0x38);
        for (int i = 0; i < count; i++) {
            int header = table + i * size;
            int type = elf.getInt(header);
            long offset = elf.getLong(header + 8);
            long length = elf.getLong(header + 32);
            if (type == PROGRAM_LOAD) {
                loads.add(new Segment(elf.getLong(header + 16), offset, length));
            } else if (type == PROGRAM_DYNAMIC) {
                readDynamic(Math.toIntExact(offset), Math.toIntExact(length));
            }
        }
        if (dynamic.isEmpty()) {
            throw new IOException("expected a dynamically linked program");
        }
    }

    private void readDynamic(int offset, int length) {
        for (int entry = offset; entry < offset + length && elf.getLong(entry) != 0; entry += 16) {
            dynamic.add(new DynamicEntry(entry, elf.getLong(entry), elf.getLong(entry + 8)));
        }
    }

    private boolean bindsEagerly() {
        return dynamic.stream()
                .anyMatch(entry -> entry.tag == DT_BIND_NOW
                        || entry.tag == DT_FLAGS && (entry.value & DF_BIND_NOW) != 0
                        || entry.tag == DT_FLAGS_1 && (entry.value & DF_1_NOW) != 0);
    }

    private DynamicEntry need(String library) throws IOException {
        for (DynamicEntry entry : dynamic) {
            if (entry.tag == DT_NEEDED && string(entry.value).equals(library)) {
                return entry;
            }
        }
        throw new IOException("the program does not ask for " + library);
    }

    private boolean has(long tag) {
        return dynamic.stream().anyMatch(entry -> entry.tag == tag);
    }

    private long single(long tag) throws IOException {
        for (DynamicEntry entry : dynamic) {
            if (entry.tag == tag) {
                return entry.value;
            }
        }
        throw new IOException("the dynamic section has no entry 0x" + Long.toHexString(tag));
    }

    private int fileOffset(long address) throws IOException {
        for (Segment load : loads) {
            if (address >= load.address && address < load.address + load.length) {
                return Math.toIntExact(address - load.address + load.offset);
            }
        }
        throw new IOException("address 0x" + Long.toHexString(address) + " is in no loaded segment");
    }

    private String string(long index) {
        int start = Math.toIntExact(strings + index);
        int end = start;
        while (elf.get(end) != 0) {
            end++;
        }
        return new String(elf.array(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    private record Segment(long address, long offset, long length) {}

    private record DynamicEntry(int offset, long tag, long value) {}
}
