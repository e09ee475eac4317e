package io.mehari.reload;

import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a changed list of servers asks for.
 *
 * @param reading the file
 * @param servers the servers there are to be
 * @param kept reasons by the names of servers that stay as they run, since their new entries are wrong
 */
record WantedServers(Reading reading, List<UpstreamSettings> servers, Map<String, String> kept) {
    /**
     * A wrong entry keeps the server that runs under its name; where there is none, or one that is misconfigured already,
     * it is a misconfigured server.
     *
     * @param reading without problems outside of entries
     * @param present the servers there are
     */
    static WantedServers of(Reading reading, Map<String, UpstreamSettings> present) {
        List<UpstreamSettings> servers = new ArrayList<>(reading.servers());
        Map<String, String> kept = new TreeMap<>();
        for (UpstreamSettings wrong : reading.misconfigured()) {
            UpstreamSettings running = present.get(wrong.name());
            if (running == null || running.problem().isPresent()) {
                servers.add(wrong);
            } else {
                servers.add(running);
                kept.put(wrong.name(), wrong.problem().orElse(""));
            }
        }
        return new WantedServers(reading, List.copyOf(servers), Map.copyOf(kept));
    }
}
