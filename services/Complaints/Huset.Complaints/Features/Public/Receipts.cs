using System.Linq.Expressions;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Huset.Ui;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features.Public;

/// <summary>
/// The one way past the row filter: who holds a receipt reaches that complaint and no other. Nobody is asked who it is, and the access log says
/// that it was whoever holds the receipt.
/// </summary>
public sealed class Receipts(ComplaintsDb db, ReceiptCodes codes, AccessLog access, CurrentUser user)
{
    /// <summary>What lets the holder in, for the access log.</summary>
    public const string Why = "receipt/holder";

    private static readonly Texts T = Texts.Of<DialogueView>();

    /// <summary>From here on it is whoever holds the receipt.</summary>
    public void Enter() => user.ActAsHolder("receipt", T["Holder"]);

    /// <summary>The complaint, to be shown; null when no receipt has the code.</summary>
    /// <exception cref="InvalidField">400: it can be no code at all, so it is mistyped.</exception>
    public Task<Complaint?> Find(string code, CancellationToken ct)
    {
        var hash = HashOf(code);
        return Read(complaint => complaint.CodeHash == hash, ct);
    }

    /// <summary>The same, held until the transaction ends, so that nothing happens to it between reading and writing.</summary>
    /// <exception cref="InvalidField">400: it can be no code at all, so it is mistyped.</exception>
    public async Task<Complaint?> Hold(string code, CancellationToken ct)
    {
        var hash = HashOf(code);
        await db.Database.ExecuteSqlAsync($"select 1 from complaints where code_hash = {hash} for update", ct);
        return await Read(complaint => complaint.CodeHash == hash, ct);
    }

    /// <summary>What the form with this key has become; null while it has not been sent. One form at a time, so that a double click is seen.</summary>
    public async Task<Complaint?> Sent(Guid formKey, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({formKey.ToString()}, 7251))", ct);
        return await Read(complaint => complaint.FormKey == formKey, ct);
    }

    private byte[] HashOf(string code) =>
        ReceiptCodes.IsWellFormed(code) ? codes.HashOf(code) : throw new InvalidField("code", "The code is mistyped: it has too few or too many characters, or one of them is wrong.");

    private async Task<Complaint?> Read(Expression<Func<Complaint, bool>> which, CancellationToken ct)
    {
        Enter();
        if (await db.Complaints.IgnoreQueryFilters().Include(complaint => complaint.Messages).Where(which).SingleOrDefaultAsync(ct) is not { } complaint) return null;
        await access.Append(AccessAction.Read, [complaint], _ => Why, [], ct);
        return complaint;
    }
}
