// Package platform declares its interface for one platform.
package platform
