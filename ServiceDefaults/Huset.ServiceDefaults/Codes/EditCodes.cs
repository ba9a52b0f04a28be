using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.ServiceDefaults.Codes;

/// <summary>What may be changed of a code; a service whose codes say more derives from it.</summary>
public abstract class CodeFields
{
    /// <summary>Codes are written in files with spaces between them, and in addresses.</summary>
    public const string CodePattern = @"[\p{L}\p{Nd}]+(-[\p{L}\p{Nd}]+)*";

    /// <summary>A text on one line.</summary>
    public const string LinePattern = @"\P{Cc}*";

    /// <summary>What people read.</summary>
    [Description("Svensk text. / Swedish text."), Example("Svensk text"), Required, StringLength(200), RegularExpression(LinePattern)]
    public string? Name { get; set; }

    /// <summary>First day that it may be chosen.</summary>
    [Description("Första dagen som den får väljas; utelämnas om den alltid har fått det. / First day that it may be chosen; left out when it always could.")]
    public DateOnly? ValidFrom { get; set; }

    /// <summary>First day that it may no longer be chosen.</summary>
    [Description("Första dagen som den inte längre får väljas; utelämnas så länge den får det. / First day that it may no longer be chosen; left out as long as it may.")]
    public DateOnly? ValidTo { get; set; }

    /// <summary>As the code is now.</summary>
    public virtual void ReadFrom(CodeListItem item) => (Name, ValidFrom, ValidTo) = (item.Name, item.ValidFrom, item.ValidTo);

    /// <summary>Makes the code so.</summary>
    /// <exception cref="InvalidField">400: a field is none of this list's, or validTo is not after validFrom.</exception>
    public virtual void WriteTo(CodeListItem item)
    {
        // The framework's own check is written at compile time and knows no type that a service derives.
        var wrong = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new(this), wrong, validateAllProperties: true)) throw new InvalidField(JsonNamingPolicy.CamelCase.ConvertName(wrong[0].MemberNames.First()), wrong[0].ErrorMessage!);
        if (ValidTo <= ValidFrom) throw new InvalidField("validTo", "It must be after validFrom.");
        (item.Name, item.ValidFrom, item.ValidTo) = (Name!.Trim(), ValidFrom, ValidTo);
    }
}

/// <summary>A code that is to be added; the property has the attributes of <see cref="NewCode.Code"/>.</summary>
public interface INewCode
{
    /// <summary>Letters, digits and hyphens.</summary>
    string? Code { get; set; }
}

/// <summary>A change of a code that says no more than others do.</summary>
public sealed class CodeChange : CodeFields;

/// <summary>A new code that says no more than others do.</summary>
public sealed class NewCode : CodeFields, INewCode
{
    /// <inheritdoc/>
    [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change."), Example("eget-slag"), Required, StringLength(64), RegularExpression(CodePattern)]
    public string? Code { get; set; }
}

/// <summary>Codes that a municipality reads, adds, words otherwise or stops using. A code is never taken away: what has it keeps it.</summary>
public sealed class EditCodes<TItem>(ServiceDbContext db, CodeListTable table) where TItem : CodeListItem, new()
{
    /// <summary>The whole list, in order; null when the service has none by the name.</summary>
    public async Task<IReadOnlyList<TItem>?> Read(string name, CancellationToken ct) => table.Find(name) switch
    {
        null => null,
        { Words: { } words } => [.. words.Cast<TItem>()],
        _ => await db.Set<TItem>().AsNoTracking().Where(item => item.List == name).OrderBy(item => item.Number).ToListAsync(ct),
    };

    /// <summary>Null when there is no such list.</summary>
    /// <exception cref="InvalidField">400: a field.</exception>
    /// <exception cref="RuleViolation">409: `code-list.fixed`, `code.taken`.</exception>
    public async Task<TItem?> Add<TNew>(string name, TNew fields, CancellationToken ct) where TNew : CodeFields, INewCode
    {
        if (table.Find(name) is not { } list) return null;
        if (list.IsFixed) throw Fixed();
        var items = await db.Set<TItem>().AsNoTracking().Where(item => item.List == name).ToListAsync(ct);
        var added = new TItem { List = name, Code = fields.Code ?? "", Number = items.Select(item => item.Number).DefaultIfEmpty().Max() + 1 };
        fields.WriteTo(added);
        if (items.Exists(item => item.Code.Equals(added.Code, StringComparison.OrdinalIgnoreCase))) throw new RuleViolation("code.taken", "The list has this code already.");
        db.Add(added);
        await db.SaveChangesAsync(ct);
        return added;
    }

    /// <summary>Null when there is no such code.</summary>
    /// <exception cref="InvalidField">400: a field.</exception>
    /// <exception cref="RuleViolation">409: `code-list.fixed`.</exception>
    public async Task<TItem?> Change(string name, string code, CodeFields fields, Action<int> checkVersion, CancellationToken ct)
    {
        if (table.Find(name) is not { } list) return null;
        if (list.IsFixed) throw Fixed();
        if (await db.Set<TItem>().FirstOrDefaultAsync(item => item.List == name && item.Code == code, ct) is not { } changed) return null;
        checkVersion(changed.Version);
        fields.WriteTo(changed);
        if (db.Entry(changed).State == EntityState.Modified) changed.Version++;
        await db.SaveChangesAsync(ct);
        return changed;
    }

    private static RuleViolation Fixed() => new("code-list.fixed", "The list cannot be changed.");
}
