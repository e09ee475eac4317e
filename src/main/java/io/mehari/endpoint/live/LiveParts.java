package io.mehari.endpoint.live;

import io.mehari.component.websocket.SocketHub;
import io.mehari.endpoint.command.LiveAccess;
import io.mehari.notification.Notifier;
import io.netty.util.Timer;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the live plane is made of, besides its server.
 *
 * @param settings where it is, and how much it bears
 * @param access who is let in
 * @param hub who is connected, and which routes belong to which path
 * @param notifier who wants which topics
 * @param timer asks now and then whether clients are there
 * @param dropped counts messages for readers that are too slow
 */
record LiveParts(
        LiveSettings settings, LiveAccess access, SocketHub hub, Notifier notifier, Timer timer, LongAdder dropped) {}
