package io.mehari.launch;

import java.util.Arrays;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Whether an application is the gateway, or one that has the gateway in its own context, and not one that has it beside
 * itself: what the gateway does to the start of an application is done to its own only.
 */
public final class GatewayProgram {
    private static final String PROGRAM = "io.mehari.MehariApplication";

    /** Found with the parts of the gateway, before what Spring Boot configures is looked at. */
    private static final String PART = "gatewayConfiguration";

    /** There if the gateway runs beside an application. */
    private static final String AROUND = "applicationBeans";

    private GatewayProgram() {}

    /**
     * Whether the parts of the gateway are among these beans.
     *
     * @param beans of a context whose configuration classes have been read; null if it is not known
     * @return also true if it is not known
     */
    public static boolean isIn(BeanFactory beans) {
        return beans == null || beans.containsBean(PART);
    }

    /** Whether the gateway of these beans runs beside an application. */
    static boolean isBesideAnother(BeanFactory beans) {
        return beans != null && beans.containsBean(AROUND);
    }

    /**
     * Whether an application about to start is the gateway, or imports it.
     *
     * @param application with its sources
     */
    static boolean isStartedBy(SpringApplication application) {
        return application.getAllSources().stream().anyMatch(GatewayProgram::isIt);
    }

    private static boolean isIt(Object source) {
        Class<?> type = source instanceof Class<?> given ? given : classOf(String.valueOf(source));
        return type != null
                && (PROGRAM.equals(type.getName())
                        || MergedAnnotations.from(type, MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).stream(
                                        Import.class)
                                .flatMap(imported -> Arrays.stream(imported.getClassArray("value")))
                                .anyMatch(imported -> PROGRAM.equals(imported.getName())));
    }

    private static Class<?> classOf(String name) {
        return ClassUtils.isPresent(name, null) ? ClassUtils.resolveClassName(name, null) : null;
    }
}
