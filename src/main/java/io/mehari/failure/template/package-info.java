/** What errors have in common: their texts without what differs from one occurrence to the next. */
package io.mehari.failure.template;
