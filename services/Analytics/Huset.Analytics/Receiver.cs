using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Huset.ServiceDefaults.Http;

namespace Huset.Analytics;

/// <summary>A host that events may be sent to, as who answers for the network has decided. Without any, nothing can be sent.</summary>
public sealed class Receiver
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>Name, and port when it is not the usual: `mottagare.ekstad.se`, `bi.intern:8443`.</summary>
    public string Host { get; private set; } = "";

    /// <summary>It stands in the municipality's own network: addresses of such networks are reached, and http is taken.</summary>
    public bool IsInside { get; private set; }

    /// <summary>Who decided it and why.</summary>
    public string Source { get; private set; } = "";

    public string AddedByName { get; private set; } = "";
    public DateTimeOffset AddedAt { get; private set; }
    public string? EndedByName { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Counts the changes.</summary>
    public int Version { get; private set; } = 1;

    public static Receiver Allow(string host, bool isInside, string source, Person by, DateTimeOffset now) =>
        new() { Host = host, IsInside = isInside, Source = source, AddedByName = by.Name, AddedAt = now };

    /// <exception cref="RuleViolation">`receiver.ended`</exception>
    public void End(Person by, DateTimeOffset now)
    {
        if (EndedAt is not null) throw new RuleViolation("receiver.ended", "It is not allowed any more already.");
        (EndedByName, EndedAt) = (by.Name, now);
        Version++;
    }

    /// <summary>Whether the address may be sent to; http only inside.</summary>
    public bool Lets(Uri address) => Host == HostOf(address) && (IsInside || address.Scheme == Uri.UriSchemeHttps);

    /// <summary>The host as the table spells it; null when it is none.</summary>
    public static string? ParseHost(string text) =>
        Uri.TryCreate($"https://{text.Trim()}/", UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" } && uri.Host.Length > 0 && !text.Contains('/', StringComparison.Ordinal) ? HostOf(uri) : null;

    /// <summary>The address that something can be posted to; false when it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address is { UserInfo: "", Fragment: "", Host.Length: > 0 };

    public static string HostOf(Uri address)
    {
        var name = address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
        return (address.IsDefaultPort ? name : $"{name}:{address.Port}").ToLowerInvariant();
    }

    /// <summary>
    /// Whether a network address may be connected to: of own networks only what stands inside, and never what leads to a machine's own services
    /// for its guests (link-local, where clouds keep their keys), to many at once, or wraps another address.
    /// </summary>
    public static bool MayReach(IPAddress address, bool isInside)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return bytes switch
            {
                [0 or >= 224, ..] or [169, 254, ..] => false,
                [10 or 127, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [100, >= 64 and < 128, ..] or [192, 0, 0 or 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => isInside,
                _ => true,
            };
        }
        if (address.Equals(IPAddress.IPv6Loopback)) return isInside;
        return bytes switch
        {
            // Unique local addresses.
            [0xfc or 0xfd, ..] => isInside,
            // Wrapped IPv4: 6to4 and Teredo.
            [0x20, 0x02, ..] or [0x20, 0x01, 0, 0, ..] => false,
            // 2000::/3 is all that the internet uses.
            [>= 0x20 and < 0x40, ..] => true,
            _ => false,
        };
    }
}
