package io.mehari.deadletter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system of H2's, called {@code full:}, on which writing fails while the disk is full. */
public final class FullDisk extends FilePathWrapper {
    static final String SCHEME = "full:";
    private static final String NOTHING = "/";

    /** End of the names of the files that cannot be written. */
    private static volatile String full = NOTHING;

    static void register() {
        FilePath.register(new FullDisk());
    }

    static void full(boolean isFull) {
        full = isFull ? "" : NOTHING;
    }

    /** Refuses to write files with this ending only. */
    static void fullFor(String ending) {
        full = ending;
    }

    @Override
    public String getScheme() {
        return "full";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode), toString());
    }

    private static void refuseIfFull(String name) throws IOException {
        if (name.endsWith(full)) {
            throw new IOException("No space left on device");
        }
    }

    private static final class Channel extends FileBase {
        private final FileChannel file;
        private final String name;

        Channel(FileChannel file, String name) {
            this.file = file;
            this.name = name;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            refuseIfFull(name);
            return file.write(source);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            refuseIfFull(name);
            return file.write(source, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
