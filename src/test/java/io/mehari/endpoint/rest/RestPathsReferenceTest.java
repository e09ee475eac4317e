package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.architecture.ReferenceTable;
import io.mehari.configuration.LaunchOptions;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.monitoring.metric.MonitorSettings;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** {@code docs/reference/rest-paths.md} has every path with its methods and access levels. */
class RestPathsReferenceTest {
    /** Where tools are called; they are no routes of a handler. */
    private static final List<String> TOOLS = List.of(
            "POST /{server}/{tool}",
            "POST /{tool}",
            "POST " + RestRouter.TOOL_PATH,
            "POST " + RestRouter.GROUP_TOOL_PATH);

    private static final List<String> CONFIGURATIONS = List.of(
            "io.mehari.endpoint.rest.RestConfiguration",
            "io.mehari.endpoint.admin.AdminConfiguration",
            "io.mehari.endpoint.admin.ControlHandlersConfiguration",
            "io.mehari.endpoint.openapi.OpenApiConfiguration",
            "io.mehari.endpoint.page.PageConfiguration");

    @Test
    void everyPath() throws ReflectiveOperationException {
        Map<String, List<String>> rows = new TreeMap<>();
        TOOLS.forEach(tool -> rows.put(sorting(tool), List.of("`" + tool + "`", "call")));
        List<RestRoute> routes = routes();
        for (RestRoute route : routes) {
            String name = route.method() + " " + route.path();
            rows.put(
                    sorting(name),
                    List.of("`" + name + "`", route.level().name().toLowerCase(Locale.ROOT)));
        }

        assertThat(routes).hasSizeGreaterThan(5);
        new ReferenceTable("reference/rest-paths.md", "paths").mustBe(List.copyOf(rows.values()));
    }

    @Test
    void everyPathOfTheEnvelopeApiIsInItsDocument() throws ReflectiveOperationException, IOException {
        Map<String, String> levels = new TreeMap<>();
        levels.put("POST " + RestRouter.TOOL_PATH, "call");
        for (RestRoute route : routes()) {
            if (route.path().startsWith("/api/") || route.path().startsWith("/health")) {
                levels.put(
                        route.method() + " " + route.path(),
                        route.level().name().toLowerCase(Locale.ROOT));
            }
        }

        Map<String, String> described = new TreeMap<>();
        try (InputStream stream = getClass().getResourceAsStream("/io/mehari/endpoint/openapi/envelope.json")) {
            Json.read(stream)
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation -> described.put(
                                    operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                    operation.getValue().path("x-mehari-level").asText())));
        }
        assertThat(described).isEqualTo(levels);
    }

    /** By path, then by method. */
    private static String sorting(String methodAndPath) {
        int space = methodAndPath.indexOf(' ');
        return methodAndPath.substring(space + 1) + " " + methodAndPath.substring(0, space);
    }

    /** What every handler brings, which is made with stand-ins for what it needs. */
    private static List<RestRoute> routes() throws ReflectiveOperationException {
        List<RestRoute> routes = new ArrayList<>();
        for (String name : CONFIGURATIONS) {
            Class<?> type = Class.forName(name);
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Object configuration = constructor.newInstance();
            for (Method method : type.getDeclaredMethods()) {
                if (RestRoute.Provider.class.isAssignableFrom(method.getReturnType())) {
                    method.setAccessible(true);
                    Object[] arguments = Arrays.stream(method.getParameterTypes())
                            .map(RestPathsReferenceTest::standIn)
                            .toArray();
                    routes.addAll(((RestRoute.Provider) method.invoke(configuration, arguments)).routes());
                }
            }
        }
        return routes;
    }

    private static Object standIn(Class<?> type) {
        if (type == DataSettings.class) {
            return RestGateway.DEFAULTS;
        }
        if (type == RestSettings.class) {
            return RestSettings.DEFAULTS;
        }
        if (type == MonitorSettings.class) {
            MonitorSettings on = Mockito.mock(MonitorSettings.class);
            Mockito.when(on.enabled()).thenReturn(true);
            return on;
        }
        return type == ObjectProvider.class
                ? new StaticListableBeanFactory().getBeanProvider(LaunchOptions.class)
                : Mockito.mock(type);
    }
}
