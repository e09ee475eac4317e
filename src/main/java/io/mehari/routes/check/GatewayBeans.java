package io.mehari.routes.check;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Processor;
import org.apache.camel.spi.Policy;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The beans that the gateway has for route files, found without starting it. */
public final class GatewayBeans {
    private static final String GATEWAY = "io.mehari";
    /** Those that routes of listeners name, besides processors and policies. */
    private static final List<String> LISTENERS = List.of(
            "org.apache.camel.component.netty.http.NettyHttpBinding",
            "org.apache.camel.component.netty.http.NettySharedHttpServer");

    private GatewayBeans() {}

    /**
     * Reads the classes that define beans; takes some tenths of a second.
     *
     * @return beans by name with their classes
     */
    public static Map<String, Class<?>> find() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.setResourcePattern("**/*Configuration.class"); // as all of them are called
        scanner.addIncludeFilter(new AnnotationTypeFilter(Configuration.class));
        Map<String, Class<?>> beans = new TreeMap<>();
        for (BeanDefinition found : scanner.findCandidateComponents(GATEWAY)) {
            if (found instanceof AnnotatedBeanDefinition configuration) {
                for (MethodMetadata bean : configuration.getMetadata().getAnnotatedMethods(Bean.class.getName())) {
                    Class<?> type = typeOf(bean.getReturnTypeName());
                    if (type != null) {
                        beans.put(bean.getMethodName(), type);
                    }
                }
            }
        }
        return beans;
    }

    private static Class<?> typeOf(String name) {
        try {
            Class<?> type = Class.forName(name, false, GatewayBeans.class.getClassLoader());
            boolean forRoutes = Processor.class.isAssignableFrom(type) || Policy.class.isAssignableFrom(type);
            for (String listener : LISTENERS) {
                forRoutes |= isA(type, listener);
            }
            return forRoutes ? type : null;
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private static boolean isA(Class<?> type, String name) throws ClassNotFoundException {
        return Class.forName(name, false, GatewayBeans.class.getClassLoader()).isAssignableFrom(type);
    }
}
