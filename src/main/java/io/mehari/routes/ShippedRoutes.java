package io.mehari.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The route files that the jar carries. They never change, so they are read once, when somebody asks. Safe for concurrent use. */
final class ShippedRoutes {
    private static final String ROOT = "mehari/routes/";

    private Map<String, RouteFile> files;

    /** Those of a folder, in order of their names. */
    List<RouteFile> in(String folder) {
        return all().values().stream()
                .filter(file -> file.name().startsWith(folder + "/"))
                .toList();
    }

    /** The one of a name, with its folder. */
    Optional<RouteFile> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /** All of them by name, those of the examples included. */
    private synchronized Map<String, RouteFile> all() {
        if (files == null) {
            try {
                files = read();
            } catch (IOException e) {
                throw new UncheckedIOException("The route files inside the jar cannot be read", e);
            }
        }
        return files;
    }

    /** One look at the entries of the jar for all folders. */
    private static Map<String, RouteFile> read() throws IOException {
        Map<String, RouteFile> found = new TreeMap<>();
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (Resource resource : resolver.getResources("classpath*:" + ROOT + "*/*.yaml")) {
            String address = resource.getURL().toString();
            String name = address.substring(address.lastIndexOf(ROOT) + ROOT.length());
            try (InputStream stream = resource.getInputStream()) {
                found.put(name, new RouteFile(name, stream.readAllBytes(), true));
            }
        }
        return found;
    }
}
