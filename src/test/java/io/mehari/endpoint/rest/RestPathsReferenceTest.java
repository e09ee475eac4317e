package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mehari.architecture.ReferenceTable;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.PathPrefix;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.upstream.Upstreams;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

/** {@code docs/reference/rest-paths.md} has every path with its methods and access levels. */
class RestPathsReferenceTest {
    /** Paths with a variable part; the others the router lists itself. */
    private static final List<String> TEMPLATES = List.of(
            "/{server}/{tool}", "/{tool}", "/api/v1/tools/{server}/{tool}", "/api/v1/admin/servers/{server}/restart");

    private static final Pattern PATH = Pattern.compile("(?<= )/[^ ,;]+");

    private final RestRouter router = RestConfiguration.resources(
            new ToolCatalog(),
            new Upstreams(),
            null,
            (limit, before) -> null,
            new io.mehari.endpoint.admin.RouteHandlers(null, null),
            new io.mehari.component.generation.PipelineEntry(null, ""),
            "1",
            PathPrefix.ROOT,
            Optional.of("files"));

    @Test
    void everyPath() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String path : paths()) {
            router.at(target(path))
                    .forEach((method, operation) -> rows.put(path + " " + method, row(path, method, operation)));
        }
        new ReferenceTable("reference/rest-paths.md", "paths").mustBe(List.copyOf(rows.values()));
    }

    /** What the answer to an unknown path names is on the page, so that a new path with a variable part is noticed. */
    @Test
    void everyPathThatCallersAreTold() {
        String message = catchThrowableOfType(
                        RequestRejectedException.class, () -> router.at(RequestTarget.parse("/api/v1/nothing")))
                .getMessage();

        Set<String> told = new TreeSet<>(
                PATH.matcher(message).results().map(found -> found.group()).toList());

        assertThat(told).isNotEmpty();
        assertThat(paths()).containsAll(told);
    }

    @SuppressWarnings("unchecked")
    private List<String> paths() {
        List<String> paths = new ArrayList<>(TEMPLATES);
        Map<List<String>, ?> fixed =
                (Map<List<String>, ?>) ReflectionTestUtils.getField(router, RestRouter.class, "fixed");
        fixed.keySet().forEach(path -> paths.add("/" + String.join("/", path)));
        return paths;
    }

    private static RequestTarget target(String path) {
        return RequestTarget.parse(path.replace("{server}", "files").replace("{tool}", "read"));
    }

    private static List<String> row(String path, HttpMethod method, RestOperation operation) {
        return List.of("`" + method + " " + path + "`", operation.level().name().toLowerCase(Locale.ROOT));
    }
}
