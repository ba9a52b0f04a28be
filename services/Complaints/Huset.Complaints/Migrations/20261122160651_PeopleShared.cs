using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Complaints.Migrations
{
    /// <inheritdoc />
    public partial class PeopleShared : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_people_account_id",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_people_home_unit",
                table: "people");

            migrationBuilder.AlterColumn<string>(
                name: "name",
                table: "people",
                type: "text",
                nullable: false,
                collation: "sv-SE-x-icu",
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.CreateIndex(
                name: "ix_people_account_id",
                table: "people",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_people_home_unit_name",
                table: "people",
                columns: new[] { "home_unit", "name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_people_account_id",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_people_home_unit_name",
                table: "people");

            migrationBuilder.AlterColumn<string>(
                name: "name",
                table: "people",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text",
                oldCollation: "sv-SE-x-icu");

            migrationBuilder.CreateIndex(
                name: "ix_people_account_id",
                table: "people",
                column: "account_id",
                filter: "account_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_people_home_unit",
                table: "people",
                column: "home_unit");
        }
    }
}
