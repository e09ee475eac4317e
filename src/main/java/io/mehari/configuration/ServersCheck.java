package io.mehari.configuration;

import io.mehari.configuration.Finding.Severity;
import io.mehari.configuration.McpServersFile.Reading;
import io.mehari.upstream.UpstreamSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.FileSystemResource;

/**
 * Looks at a list of servers without running the gateway: what is wrong with it and, if asked, whether every server
 * can be reached.
 */
public final class ServersCheck {
    private static final Duration TTL = Duration.ofMinutes(5);

    private final Reading reading;

    private ServersCheck(Reading reading) {
        this.reading = reading;
    }

    /**
     * Reads a file.
     *
     * @param variables known as {@code ${NAME}} besides those of the process's environment
     */
    public static ServersCheck of(Path file, Map<String, String> variables) {
        return new ServersCheck(McpServersFile.of(TTL, 3, variables).inspect(new FileSystemResource(file)));
    }

    /** What keeps the gateway from starting with this file, in its order; empty if nothing does. */
    public List<String> errors() {
        return reading.of(Severity.ERROR);
    }

    /** What the gateway will not do though the file asks for it, and what is switched off. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(reading.of(Severity.WARNING));
        remarks.addAll(reading.of(Severity.NOTE));
        return remarks;
    }

    /** Names of the servers that are switched on. */
    public List<String> servers() {
        return reading.servers().stream().map(UpstreamSettings::name).toList();
    }

    /**
     * Connects to all servers side by side, looks at them and ends the connections again. Of use only without errors.
     *
     * @param limit longest wait for a server
     */
    public List<ServerTrial.Result> connect(Duration limit) {
        return ServerTrial.of(reading.servers(), limit, Clock.systemUTC());
    }
}
