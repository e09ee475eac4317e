package io.mehari.monitoring.diagnostics;

import io.mehari.database.DatabaseConfigured;
import io.mehari.database.SharedDatabase;
import io.mehari.monitoring.metric.MetricSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** What PostgreSQL tells of itself, where it is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseConfigured.class)
class DatabaseReportConfiguration {
    @Bean
    IssueSource databaseIssues(SharedDatabase database) {
        return () -> DatabaseReport.issues(database.status());
    }

    @Bean
    MetricSource databaseMetrics(SharedDatabase database) {
        return samples -> DatabaseReport.metrics(database.status(), samples);
    }
}
