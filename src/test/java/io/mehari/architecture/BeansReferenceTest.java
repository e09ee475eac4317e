package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.component.netty.http.NettyHttpBinding;
import org.apache.camel.component.netty.http.NettySharedHttpServer;
import org.apache.camel.spi.Policy;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** {@code docs/reference/beans.md} has every bean that is made for route files, and route files name no other. */
class BeansReferenceTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:\\bref: |\"#(?!class:))([A-Za-z][A-Za-z0-9]*)");

    @Test
    void everyBeanThatRouteFilesMayName() {
        List<List<String>> rows = beans().entrySet().stream()
                .map(bean -> List.of("`" + bean.getKey() + "`", bean.getValue()))
                .toList();

        new ReferenceTable("reference/beans.md", "beans").mustBe(rows);
    }

    @Test
    void shippedRouteFilesNameNoOthers() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Matcher reference = REFERENCE.matcher(Files.readString(file));
                while (reference.find()) {
                    named.add("`" + reference.group(1) + "`");
                }
            }
        }
        assertThat(named).isNotEmpty();
        assertThat(new ReferenceTable("reference/beans.md", "beans").names()).containsAll(named);
    }

    private static Map<String, String> beans() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Configuration.class));
        Map<String, String> beans = new TreeMap<>();
        for (BeanDefinition found : scanner.findCandidateComponents("io.mehari")) {
            Class<?> type = ClassUtils.resolveClassName(found.getBeanClassName(), null);
            if (isOfTests(type)) {
                continue;
            }
            for (Method method : type.getDeclaredMethods()) {
                String kind = kindOf(method.getReturnType());
                if (method.isAnnotationPresent(Bean.class) && kind != null) {
                    beans.put(method.getName(), kind);
                }
            }
        }
        return beans;
    }

    private static boolean isOfTests(Class<?> type) {
        return type.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .contains("test-classes");
    }

    private static String kindOf(Class<?> type) {
        if (Policy.class.isAssignableFrom(type)) {
            return "policy";
        }
        if (AsyncProcessor.class.isAssignableFrom(type)) {
            return "asynchronous processor";
        }
        if (Processor.class.isAssignableFrom(type)) {
            return "processor";
        }
        if (NettyHttpBinding.class.isAssignableFrom(type)) {
            return "HTTP binding";
        }
        return NettySharedHttpServer.class.isAssignableFrom(type) ? "HTTP server" : null;
    }
}
