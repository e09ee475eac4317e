package io.mehari.configuration.settings;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The types that the modules of the gateway take their settings as, wherever they are. */
final class SettingsTypes {
    private static final String BASE = "io.mehari";

    private SettingsTypes() {}

    /** The types by the section of {@code application.yaml} they are read from, such as {@code mehari.data}. */
    static Map<String, Class<?>> find() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.setResourcePattern("**/*Settings.class"); // every start reads what is found, so not all classes
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Map<String, Class<?>> types = new TreeMap<>();
        for (BeanDefinition found : scanner.findCandidateComponents(BASE)) {
            Class<?> type = ClassUtils.resolveClassName(found.getBeanClassName(), null);
            types.put(
                    MergedAnnotations.from(type)
                            .get(ConfigurationProperties.class)
                            .getString("prefix"),
                    type);
        }
        return types;
    }
}
