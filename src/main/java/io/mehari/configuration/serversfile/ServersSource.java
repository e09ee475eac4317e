package io.mehari.configuration.serversfile;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.LaunchOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Where the list of upstream servers comes from: the command line, a file, or the empty list in the jar. */
public final class ServersSource {
    private ServersSource() {}

    /**
     * Finds it.
     *
     * @throws InvalidConfigurationException if a file was asked for that is not there
     */
    public static Resource find(Path file, Optional<LaunchOptions.Server> server) {
        if (server.isPresent()) {
            return new ByteArrayResource(server.get().asFile(), "the command line");
        }
        if (Files.exists(file)) {
            return new FileSystemResource(file);
        }
        if (file.equals(ServersSettings.DEFAULT)) {
            return new ClassPathResource("mehari/config/mcp-servers.json");
        }
        throw new InvalidConfigurationException(
                "mehari.servers.file", List.of("mehari.servers.file: there is no file " + file.toAbsolutePath()));
    }
}
