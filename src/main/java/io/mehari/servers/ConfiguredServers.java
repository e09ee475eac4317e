package io.mehari.servers;

import io.mehari.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which servers there are to be: those of the file, and those that were added besides. The file goes before: an entry of it
 * holds where one of the same name was added. Safe for concurrent use.
 */
public final class ConfiguredServers {
    private volatile List<UpstreamSettings> inFile = List.of();
    private volatile Supplier<List<UpstreamSettings>> added = List::of;

    /**
     * Sets where servers come from that are in no file.
     *
     * @param besides asked each time; must not wait
     */
    public void add(Supplier<List<UpstreamSettings>> besides) {
        added = besides;
    }

    /**
     * The file has been read.
     *
     * @param servers those it has
     * @return all there are to be
     */
    public List<UpstreamSettings> withFile(List<UpstreamSettings> servers) {
        inFile = List.copyOf(servers);
        return all();
    }

    /** {@return all there are to be, as the file was when it was read last} */
    public List<UpstreamSettings> all() {
        List<UpstreamSettings> all = new ArrayList<>(inFile);
        added.get().stream().filter(server -> !isInFile(server.name())).forEach(all::add);
        return List.copyOf(all);
    }

    /** {@return those that the file had when it was read last} */
    public List<UpstreamSettings> inFile() {
        return inFile;
    }

    /**
     * Whether the file has a server.
     *
     * @param server its name
     * @return true for one that cannot be used, too
     */
    public boolean isInFile(String server) {
        return inFile.stream().anyMatch(each -> each.name().equals(server));
    }
}
