/** What needs a person's attention: raised and cleared by any part, kept once each, told as events. */
package io.mehari.alert;
