/** Doubles and builders that tests share. */
package io.mehari.support;
