using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Reporting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddColumn<string[]>(
                name: "affected",
                table: "deviations",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string[]>(
                name: "counted_categories",
                table: "deviations",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int[]>(
                name: "counted_numbers",
                table: "deviations",
                type: "integer[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<bool>(
                name: "is_tip",
                table: "deviations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "name_protected",
                table: "deviations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "nature",
                table: "deviations",
                type: "text",
                nullable: false,
                defaultValueSql: "'happened'");

            migrationBuilder.AddColumn<DateOnly>(
                name: "period_from",
                table: "deviations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "period_to",
                table: "deviations",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "tip_code_hash",
                table: "deviations",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "good_examples",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    topic = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    everywhere = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_good_examples", x => x.id);
                });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "kind", "name", "number", "topic", "valid_from", "valid_to", "version" },
                values: new object[,]
                {
                    { "care", "affected", null, "information-security", "Uppgifter om hälsa, omsorg eller insatser", 5, null, null, null, 1 },
                    { "colleague", "affected", null, "work-environment", "Medarbetare", 1, null, null, null, 1 },
                    { "identity", "affected", null, "information-security", "Namn, adress eller personnummer", 4, null, null, null, 1 },
                    { "no-person", "affected", null, "information-security", "Inga uppgifter om personer", 9, null, null, null, 1 },
                    { "protected-identity", "affected", null, "information-security", "Skyddade personuppgifter", 6, null, null, null, 1 },
                    { "sign-in", "affected", null, "information-security", "Lösenord eller inloggning", 7, null, null, null, 1 },
                    { "staff", "affected", null, "information-security", "Uppgifter om medarbetare", 8, null, null, null, 1 },
                    { "temporary", "affected", null, "work-environment", "Vikarie, student eller inhyrd", 2, null, null, null, 1 },
                    { "visitor", "affected", null, "work-environment", "Besökare eller någon annan", 3, null, null, null, 1 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviations_tip_code_hash",
                table: "deviations",
                column: "tip_code_hash",
                unique: true,
                filter: "tip_code_hash is not null");

            migrationBuilder.CreateIndex(
                name: "ix_good_examples_unit_code_id",
                table: "good_examples",
                columns: new[] { "unit_code", "id" },
                descending: new[] { false, true });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "good_examples");

            migrationBuilder.DropIndex(
                name: "ix_deviations_tip_code_hash",
                table: "deviations");

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "care", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "colleague", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "identity", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "no-person", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "protected-identity", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "sign-in", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "staff", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "temporary", "affected" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "visitor", "affected" });

            migrationBuilder.DropColumn(
                name: "affected",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "counted_categories",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "counted_numbers",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "is_tip",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "name_protected",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "nature",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "period_from",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "period_to",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "tip_code_hash",
                table: "deviations");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");
        }
    }
}
