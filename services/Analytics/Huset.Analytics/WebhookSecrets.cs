using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Huset.Analytics;

/// <summary>
/// What webhooks are signed with, as Standard Webhooks asks (symmetric, `v1`), and what extracts are coded with. A secret is reckoned from the
/// installation's key and the subscription's or extract's own random id of it, and stored nowhere: who reads the database, or a copy of it, can sign nothing and code nothing.
/// </summary>
public sealed class WebhookSecrets(IConfiguration configuration)
{
    private readonly Lazy<byte[]> key = new(() => Encoding.UTF8.GetBytes(
        configuration["Analytics:WebhookKey"] is { Length: >= 32 } secret ? secret : throw new InvalidOperationException("Analytics:WebhookKey is missing or shorter than 32 characters.")));

    public byte[] Of(Subscription subscription, Guid secretId) =>
        HMACSHA256.HashData(key.Value, (byte[])[.. "webhook "u8, .. subscription.Id.ToByteArray(bigEndian: true), .. secretId.ToByteArray(bigEndian: true)]);

    /// <summary>The key of the extract's codes; null when it is destroyed.</summary>
    public byte[]? Of(Extract extract) => extract.KeyId is { } keyId
        ? HMACSHA256.HashData(key.Value, (byte[])[.. "extract "u8, .. extract.Id.ToByteArray(bigEndian: true), .. keyId.ToByteArray(bigEndian: true)])
        : null;

    /// <summary>As receivers are told it: `whsec_…`.</summary>
    public string Shown(Subscription subscription) => $"whsec_{Convert.ToBase64String(Of(subscription, subscription.SecretId))}";

    /// <summary>The signatures that a receiver is sent: of the secret, and of the one before as long as it holds.</summary>
    public string Sign(Subscription subscription, string id, DateTimeOffset now, string body) =>
        string.Join(' ', subscription.SecretIds(now).Select(secret => Sign(Of(subscription, secret), id, now.ToUnixTimeSeconds(), body)));

    /// <summary>`v1,` and the signature of `{id}.{timestamp}.{body}`.</summary>
    public static string Sign(byte[] secret, string id, long timestamp, string body) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))))}";
}
