using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Huset.ServiceDefaults.Http;

/// <summary>
/// A write that carries an Idempotency-Key (a form's hidden `_key` is one too) happens once: the key, the effect and the
/// answer commit together, and the same call again gets the stored answer. The second of two at once waits for the first.
/// What is open to all sees to it itself, since there a key is nobody's, and so does a write whose answer must be stored nowhere.
/// </summary>
internal sealed class Idempotency(RequestDelegate next)
{
    /// <summary>Header of the IETF draft that APIs use.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Hidden field that does the same for a form.</summary>
    public const string FormField = "_key";

    private static readonly string[] KeptHeaders = ["Location", "ETag", "Content-Type"];

    public async Task Invoke(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var key = endpoint.IsOpen() || endpoint?.Metadata.GetMetadata<KeepsNoAnswer>() is not null ? null : await KeyOf(http.Request);
        if (key is null)
        {
            await next(http);
            return;
        }
        if (key.Length is 0 or > 200) throw new BadHttpRequestException("Idempotency-Key must be 1 to 200 characters.");

        var (db, user) = (http.RequestServices.GetRequiredService<ServiceDbContext>(), http.RequestServices.GetRequiredService<CurrentUser>());
        var hash = await Hash(http.Request);
        // Who goes back, changes the form and sends again means something new; an API that does so has made a mistake.
        if (http.Request.HasFormContentType) key = $"{key}:{Convert.ToHexStringLower(hash)}";
        // A page may read on after a refused save, an API call is over then, and its whole transaction is undone.
        db.Database.AutoSavepointsEnabled = http.Request.HasFormContentType;
        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        if (await Claim(transaction, user.Id, key, hash, http.RequestAborted))
        {
            var body = http.Response.Body;
            await using var buffer = new MemoryStream();
            http.Response.Body = buffer;
            try
            {
                await next(http);
                // The answer to a caller who has gone is cut off wherever it was, and must not be what the next attempt is told.
                http.RequestAborted.ThrowIfCancellationRequested();
                // A refused write left nothing behind, so the key is free to be used for the corrected one.
                if (http.Response.StatusCode < 400 && !IsRedisplayedForm(http))
                {
                    await Keep(transaction, user.Id, key, http.Response, buffer.ToArray(), CancellationToken.None);
                    await transaction.CommitAsync(CancellationToken.None);
                }
                else
                {
                    await transaction.RollbackAsync(CancellationToken.None);
                    if (http.Response.StatusCode < 400) await http.RequestServices.GetRequiredService<AccessLog>().AppendAgain(http.RequestAborted);
                }
            }
            finally
            {
                http.Response.Body = body;
            }
            buffer.Position = 0;
            await buffer.CopyToAsync(body, http.RequestAborted);
            return;
        }
        await Repeat(transaction, user.Id, key, hash, http);
    }

    // A page answers 200 to a post only when it shows the form again with what is wrong.
    private static bool IsRedisplayedForm(HttpContext http) => http.Request.HasFormContentType && http.Response.StatusCode == 200;

    private static async Task<string?> KeyOf(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return null;
        if (request.Headers.TryGetValue(Header, out var header)) return header.ToString();
        if (!request.HasFormContentType) return null;
        var form = await OwnForm.Read(request);
        return form.TryGetValue(FormField, out var field) && field.ToString() is { Length: > 0 } key ? key : null;
    }

    private static async Task<byte[]> Hash(HttpRequest request)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.PathBase}{request.Path}{request.QueryString}\n"));
        if (request.HasFormContentType)
        {
            var form = await OwnForm.Read(request);
            foreach (var (name, value) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
                sha.AppendData(Encoding.UTF8.GetBytes($"{name}={value}\n"));
            // The same words with another picture are another report.
            foreach (var file in form.Files)
            {
                sha.AppendData(Encoding.UTF8.GetBytes($"{file.Name}={file.FileName} {file.Length}\n"));
                await using var content = file.OpenReadStream();
                await Append(sha, content, request.HttpContext.RequestAborted);
            }
            return sha.GetHashAndReset();
        }
        request.EnableBuffering();
        await Append(sha, request.Body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return sha.GetHashAndReset();
    }

    private static async Task Append(IncrementalHash sha, Stream stream, CancellationToken ct)
    {
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, ct)) > 0) sha.AppendData(chunk, 0, read);
    }

    /// <summary>True when the key is new; waits while another transaction holds it.</summary>
    private static async Task<bool> Claim(IDbContextTransaction transaction, string user, string key, byte[] hash, CancellationToken ct)
    {
        await using var claim = Command(transaction, "insert into idempotency_keys (user_id, key, request_hash, created_at) values ($1, $2, $3, now()) on conflict do nothing", user, key, hash);
        return await claim.ExecuteNonQueryAsync(ct) == 1;
    }

    private static async Task Keep(IDbContextTransaction transaction, string user, string key, HttpResponse response, byte[] body, CancellationToken ct)
    {
        var headers = KeptHeaders.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString());
        await using var keep = Command(transaction, "update idempotency_keys set status = $3, headers = $4, body = $5 where user_id = $1 and key = $2",
            user, key, response.StatusCode, JsonSerializer.Serialize(headers), body);
        await keep.ExecuteNonQueryAsync(ct);
    }

    private static async Task Repeat(IDbContextTransaction transaction, string user, string key, byte[] hash, HttpContext http)
    {
        await using var read = Command(transaction, "select request_hash, status, headers, body from idempotency_keys where user_id = $1 and key = $2", user, key);
        await using var row = await read.ExecuteReaderAsync(http.RequestAborted);
        if (!await row.ReadAsync(http.RequestAborted)) throw new BadHttpRequestException("The first call with this Idempotency-Key did not finish; send it again.", 409);
        if (!row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(hash)) throw new IdempotencyKeyReused();
        http.Response.StatusCode = row.GetInt32(1);
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(2))!) http.Response.Headers[name] = value;
        http.Response.Headers["Idempotency-Replayed"] = "true";
        await http.Response.Body.WriteAsync(row.GetFieldValue<byte[]>(3), http.RequestAborted);
    }

    private static NpgsqlCommand Command(IDbContextTransaction transaction, string sql, params object[] values)
    {
        var raw = (NpgsqlTransaction)transaction.GetDbTransaction();
        var command = new NpgsqlCommand(sql, raw.Connection, raw);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
