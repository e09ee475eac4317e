package io.mehari.endpoint.admin;

import io.mehari.control.AddedServers;
import io.mehari.control.RouteControl;
import io.mehari.control.ServerControl;
import io.mehari.recording.Recordings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the handlers by which operators stop, start, add and remove single parts. */
@Configuration(proxyBeanMethods = false)
class ControlHandlersConfiguration {
    @Bean
    RouteControlHandler routeControlHandler(RouteControl routes) {
        return new RouteControlHandler(routes);
    }

    @Bean
    ServerEntriesHandler serverEntriesHandler(AddedServers servers) {
        return new ServerEntriesHandler(servers);
    }

    @Bean
    ServerControlHandler serverControlHandler(ServerControl servers) {
        return new ServerControlHandler(servers);
    }

    @Bean
    RecordingsHandler recordingsHandler(Recordings recordings) {
        return new RecordingsHandler(recordings);
    }
}
