using System.Text.RegularExpressions;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;

namespace Huset.Procurement;

/// <summary>Who does something here, as it is stored beside what was done.</summary>
public sealed record Person(string Id, string Name)
{
    public static Person Of(CurrentUser user) => new(user.Id, user.Name);
}

/// <summary>A company, association or foundation that the municipality has contracts with (KL 2017:725 ch. 10 § 7: privat utförare).</summary>
public sealed class Supplier
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();

    /// <summary>Ten digits with a hyphen: `556677-8899`.</summary>
    public string OrganisationNumber { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Whom to reach there: a function, its telephone and e-mail.</summary>
    public string? Contact { get; private set; }

    /// <summary>Who signs in for it, by sign-in name.</summary>
    public List<SupplierAccount> Accounts { get; private set; } = [];

    public string ChangedByName { get; private set; } = "";
    public DateTimeOffset ChangedAt { get; private set; }
    public int Version { get; private set; }

    public static Supplier Register(string organisationNumber, string name, string? contact, Person by, DateTimeOffset now)
    {
        var supplier = new Supplier { OrganisationNumber = Procurement.OrganisationNumber.Parse(organisationNumber, "organisationNumber") };
        supplier.Change(name, contact, by, now);
        return supplier;
    }

    public void Change(string name, string? contact, Person by, DateTimeOffset now)
    {
        (Name, Contact) = (name.Trim(), Contract.Line(contact));
        Changed(by, now);
    }

    /// <summary>Lets an account see the supplier's contracts and answer for it.</summary>
    /// <exception cref="RuleViolation">`supplier.account-known`</exception>
    public void Admit(string username, Person by, DateTimeOffset now)
    {
        var name = SupplierAccount.Normal(username);
        if (Accounts.Exists(account => account.Username == name)) throw new RuleViolation("supplier.account-known", "The account signs in for this supplier already.");
        Accounts.Add(SupplierAccount.Of(name, by, now));
        Changed(by, now);
    }

    /// <summary>From now on the account sees nothing of the supplier's; false when it never did.</summary>
    public bool Dismiss(string username, Person by, DateTimeOffset now)
    {
        if (Accounts.RemoveAll(account => account.Username == SupplierAccount.Normal(username)) == 0) return false;
        Changed(by, now);
        return true;
    }

    private void Changed(Person by, DateTimeOffset now)
    {
        (ChangedByName, ChangedAt) = (by.Name, now);
        Version++;
    }
}

/// <summary>A sign-in name that stands for a supplier; an assignment here and no role of the realm's, which only says that it is someone's.</summary>
public sealed class SupplierAccount
{
    public Guid SupplierId { get; private set; }

    /// <summary>In lower case, as the realm compares them.</summary>
    public string Username { get; private set; } = "";

    public string GivenByName { get; private set; } = "";
    public DateTimeOffset GivenAt { get; private set; }

    internal static SupplierAccount Of(string username, Person by, DateTimeOffset now) => new() { Username = username, GivenByName = by.Name, GivenAt = now };

    internal static string Normal(string username) => username.Trim().ToLowerInvariant();
}

/// <summary>Swedish organisation numbers (lag 1974:174 om identitetsbeteckning för juridiska personer m.fl.): ten digits of which the last checks the others.</summary>
public static partial class OrganisationNumber
{
    /// <summary>The number as it is stored and shown: `556677-8899`.</summary>
    /// <exception cref="InvalidField">400: it is not one.</exception>
    /// <exception cref="RuleViolation">`supplier.is-a-person`</exception>
    public static string Parse(string text, string field)
    {
        var digits = Shape().Match(text) is { Success: true } match ? $"{match.Groups[1].Value}{match.Groups[2].Value}" : null;
        if (digits is null || Sum(digits) % 10 != 0) throw new InvalidField(field, "It is not an organisation number; look at the ten digits again.");
        // The third digit of a legal person's is 2 or more. A sole trader's is a personal identity number, which has no place here.
        if (digits[2] < '2') throw new RuleViolation("supplier.is-a-person", "It is a person's number; only legal persons are registered.");
        return $"{digits[..6]}-{digits[6..]}";
    }

    private static int Sum(string digits) => digits.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 2 : 1)).Sum(product => product > 9 ? product - 9 : product);

    [GeneratedRegex(@"^\s*(?:16)?([0-9]{6})[-\s]?([0-9]{4})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
